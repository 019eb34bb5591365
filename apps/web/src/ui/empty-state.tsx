import { Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * What a list shows when it has nothing: an icon, a title, a sentence that explains, and one next action.
 * For a search without hits give `action` as the button that clears it.
 */
export function EmptyState(props: {
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  /** it stands for the whole page: its title is the page's */
  isPage?: boolean;
}) {
  return (
    <Stack align="center" gap="sm" px="md" py={56} ta="center">
      <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
        {props.icon}
      </ThemeIcon>
      <Title order={props.isPage ? 1 : 2} size="h2">
        {props.title}
      </Title>
      {props.text ? (
        <Text c="dimmed" maw={440} size="sm">
          {props.text}
        </Text>
      ) : null}
      {props.action ? <Group justify="center">{props.action}</Group> : null}
    </Stack>
  );
}
