import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { LogoMark } from '../../ui/logo';
import { usePageTitle } from '../../ui/page-title';
import { SchemeSwitch } from '../../ui/scheme-switch';
import { LanguageMenu } from './language-menu';

/** The frame of pages for those who are not signed in: one card in the middle. */
export function PublicPage({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  usePageTitle(title);
  return (
    <Box component="main" mih="100dvh" bg="light-dark(#f8f9fa, #1a1a1a)">
      <Group justify="flex-end" gap={4} p="sm">
        <LanguageMenu signedIn={false} />
        <SchemeSwitch />
      </Group>
      <Center px="md" pt="6vh" pb={48}>
        <Stack w="100%" maw={400} gap="lg">
          <Group gap="sm" justify="center">
            <LogoMark size={40} />
            <Text fz={26} fw={800} lh={1}>
              Kubari
            </Text>
          </Group>
          <Paper withBorder shadow="sm" p={28}>
            <Title order={1} fz={20}>
              {title}
            </Title>
            <Text c="dimmed" size="sm" mt={4} mb="lg">
              {text}
            </Text>
            {children}
          </Paper>
        </Stack>
      </Center>
    </Box>
  );
}
