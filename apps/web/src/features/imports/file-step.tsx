import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconAlertCircle, IconFileTypeCsv } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import { ProblemAlert } from '../../ui/problem-alert';
import { UnsavedGuard } from '../../ui/unsaved';
import classes from './import-new.module.css';
import { useCreateImport, useDiscardImport, type Import } from './imports.api';
import { uploadFile } from './upload-file';

/** Step 1: a file by drag or button, on its way to the server with its progress. */
export function FileStep({ onUploaded }: { onUploaded: (uploaded: Import) => void }) {
  const { t } = useTranslation();
  const upload = useUpload(onUploaded);
  const openPicker = useRef<() => void>(null);
  const [isRejected, setRejected] = useState(false);
  return (
    <Stack maw={720}>
      <ProblemAlert error={upload.error} />
      {isRejected ? (
        <Alert color="red" icon={<IconAlertCircle />} role="alert">
          {t('imports.file.oneFile')}
        </Alert>
      ) : null}
      {upload.file ? (
        <Uploading file={upload.file} share={upload.share} onCancel={upload.cancel} />
      ) : (
        <Dropzone
          openRef={openPicker}
          multiple={false}
          activateOnClick={false}
          className={classes.zone}
          p={0}
          inputProps={{ 'aria-label': t('imports.file.choose') }}
          onReject={() => setRejected(true)}
          onDrop={([file]) => {
            setRejected(false);
            if (file) void upload.start(file);
          }}
          onClick={() => openPicker.current?.()}
        >
          <div className={classes.drop}>
            <IconFileTypeCsv size={44} stroke={1.4} aria-hidden />
            <Text fw={600}>{t('imports.file.drop')}</Text>
            <Text c="dimmed" size="xs">
              {t('imports.file.or')}
            </Text>
            <Button
              onClick={(event) => {
                event.stopPropagation();
                openPicker.current?.();
              }}
            >
              {t('imports.file.choose')}
            </Button>
            <Text c="dimmed" size="sm" mt={4}>
              {t('imports.file.hint')}
              <br />
              {t('imports.file.limits')}
            </Text>
          </div>
        </Dropzone>
      )}
      <Guide />
    </Stack>
  );
}

function Guide() {
  const { t } = useTranslation();
  return (
    <div className={classes.guide}>
      {(['columns', 'excel', 'result'] as const).map((part) => (
        <section key={part}>
          <Title order={2}>{t(`imports.file.${part}Title`)}</Title>
          <p>{t(`imports.file.${part}Text`)}</p>
        </section>
      ))}
    </div>
  );
}

/** While it is on the screen a file is on its way. */
const isUploading = () => true;

function Uploading({ file, share, onCancel }: { file: File; share: number; onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg">
      <Text fw={600}>{t('imports.file.uploading', { name: file.name })}</Text>
      <MeterBar moving value={share} label={t('imports.file.uploading', { name: file.name })} />
      <Text size="sm" c="dimmed" mt={8} className="tabular">
        {format.percent(share, 1)} ({format.bytes(file.size * share)} / {format.bytes(file.size)})
      </Text>
      <Text size="sm" c="dimmed">
        {t('imports.file.keepOpen')}
      </Text>
      <Button variant="default" mt="md" onClick={onCancel}>
        {t('app.action.cancel')}
      </Button>
      <UnsavedGuard
        isUnsaved={isUploading}
        words={{
          title: t('imports.file.leaveTitle'),
          text: t('imports.file.leaveText'),
          confirmLabel: t('imports.file.leave'),
        }}
        onDiscard={onCancel}
      />
    </Paper>
  );
}

/** One upload at a time; what was announced and did not arrive is forgotten again. */
function useUpload(onUploaded: (uploaded: Import) => void) {
  const create = useCreateImport();
  const discard = useDiscardImport();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (chosen: File) => {
    const controller = new AbortController();
    abort.current = controller;
    setError(null);
    setShare(0);
    setFile(chosen);
    let announced: Import | null = null;
    try {
      announced = await create.mutateAsync(chosen);
      const uploaded = await uploadFile({
        importId: announced.id,
        file: chosen,
        onProgress: setShare,
        signal: controller.signal,
      });
      setFile(null);
      onUploaded(uploaded);
    } catch (problem) {
      setFile(null);
      if (!controller.signal.aborted) setError(problem);
      if (announced) discard.mutate(announced.id);
    }
  };
  return { file, share, error, start, cancel: () => abort.current?.abort() };
}
