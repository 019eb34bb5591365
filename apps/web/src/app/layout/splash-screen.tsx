import { Center } from '@mantine/core';
import { LogoMark } from '../../ui/logo';

/** What is seen while the session and the first page load. */
export function SplashScreen() {
  return (
    <Center mih="100dvh" aria-busy>
      <LogoMark size={48} />
    </Center>
  );
}
