import { Drawer, Modal, type DrawerProps, type ModalProps } from '@mantine/core';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from './confirm-button';

type IsUnsaved = () => boolean;
const nothing: IsUnsaved = () => false;

/** The drawer or dialog around a form, which the form tells whether it holds something. */
const AroundForm = createContext<{ readonly isOpen: boolean; readonly tell: (isUnsaved: IsUnsaved) => void } | null>(
  null,
);

interface Words {
  readonly title: string;
  readonly text: string;
  readonly confirmLabel: string;
}

/** `children` gets what Cancel does: like Escape and ×, it asks first when something was typed. */
interface Frame {
  readonly onClose: () => void;
  readonly children: (close: () => void) => ReactNode;
}

/** A drawer at the right with a form, and an UnsavedGuard beside it: a click beside it does not close it. */
export function FormDrawer({ onClose, children, ...drawer }: Frame & Omit<DrawerProps, keyof Frame>) {
  const { around, close, frame, question } = useFrame(drawer.opened, onClose);
  return (
    <>
      <Drawer position="right" {...drawer} {...frame}>
        <AroundForm value={around}>{children(close)}</AroundForm>
      </Drawer>
      {question}
    </>
  );
}

/** A dialog with a form, and an UnsavedGuard beside it: a click beside it does not close it. */
export function FormDialog({ onClose, children, ...dialog }: Frame & Omit<ModalProps, keyof Frame>) {
  const { around, close, frame, question } = useFrame(dialog.opened, onClose);
  return (
    <>
      <Modal {...dialog} {...frame}>
        <AroundForm value={around}>{children(close)}</AroundForm>
      </Modal>
      {question}
    </>
  );
}

function useFrame(isOpen: boolean, onClose: () => void) {
  const { t } = useTranslation();
  const inside = useRef(nothing);
  const [isAsking, setAsking] = useState(false);
  const tell = useCallback((isUnsaved: IsUnsaved) => {
    inside.current = isUnsaved;
  }, []);
  const around = useMemo(() => ({ isOpen, tell }), [isOpen, tell]);
  const close = () => (inside.current() ? setAsking(true) : onClose());
  return {
    around,
    close,
    frame: {
      onClose: close,
      closeOnClickOutside: false,
      // Escape is for the question while it stands
      closeOnEscape: !isAsking,
      closeButtonProps: { 'aria-label': t('app.action.close') },
    },
    question: <Question opened={isAsking} onKeep={() => setAsking(false)} onDiscard={onClose} />,
  };
}

/**
 * Stands beside a form and keeps what was typed: before the page is left for another, and before the FormDrawer or
 * FormDialog around it closes, it is asked. `isUnsaved` is false while the form is being saved. One on a page at a time.
 */
export function UnsavedGuard(props: {
  isUnsaved: IsUnsaved;
  /** the question before leaving, in other words */
  words?: Words;
  /** called before the page is left all the same */
  onDiscard?: () => void;
}) {
  const around = use(AroundForm);
  // a drawer that is just closing holds nothing any more
  const isUnsaved = around?.isOpen === false ? nothing : props.isUnsaved;
  const tell = around?.tell;
  useEffect(() => {
    tell?.(isUnsaved);
    return () => tell?.(nothing);
  }, [tell, isUnsaved]);
  useUnloadWarning(isUnsaved);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && isUnsaved(),
  );
  return (
    <Question
      opened={blocker.state === 'blocked'}
      words={props.words}
      onKeep={() => blocker.reset?.()}
      onDiscard={() => {
        props.onDiscard?.();
        blocker.proceed?.();
      }}
    />
  );
}

/** The browser asks before the window is closed or reloaded with something unsaved in it. */
export function useUnloadWarning(isUnsaved: IsUnsaved): void {
  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isUnsaved()) event.preventDefault();
  });
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => warn(event);
    globalThis.addEventListener('beforeunload', onBeforeUnload);
    return () => globalThis.removeEventListener('beforeunload', onBeforeUnload);
  }, []);
}

function Question(props: { opened: boolean; words?: Words | undefined; onKeep: () => void; onDiscard: () => void }) {
  const { t } = useTranslation();
  const words = props.words ?? {
    title: t('app.unsaved.title'),
    text: t('app.unsaved.text'),
    confirmLabel: t('app.unsaved.discard'),
    cancelLabel: t('app.unsaved.keep'),
  };
  return (
    <ConfirmDialog
      {...words}
      opened={props.opened}
      onClose={props.onKeep}
      danger
      onConfirm={async () => props.onDiscard()}
    />
  );
}
