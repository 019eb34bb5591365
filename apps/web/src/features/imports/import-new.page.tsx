import { Stepper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { FileStep } from './file-step';
import { SetupSteps } from './import-setup';
import classes from './import-new.module.css';
import { importsQuery } from './imports.api';

/** CSV 一括処理: file, operation and columns, confirmation. The uploaded file is named in the URL, so a reload loses nothing. */
export function ImportNewPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [step, setStep] = useState<1 | 2>(1);
  useEffect(() => {
    document.documentElement.scrollTop = 0;
  }, [step]);
  const id = params.get('id');
  return (
    <>
      <PageHeader title={t('imports.new.title')} back={[{ to: '/imports', label: t('app.nav.imports') }]} />
      <Stepper
        active={id === null ? 0 : step}
        size="sm"
        iconSize={30}
        mb="lg"
        maw={720}
        classNames={{ stepLabel: classes.stepLabel }}
        aria-label={t('imports.steps.label')}
        allowNextStepsSelect={false}
      >
        <Stepper.Step component="div" label={t('imports.steps.file')} />
        <Stepper.Step component="div" label={t('imports.steps.mapping')} />
        <Stepper.Step component="div" label={t('imports.steps.confirm')} />
      </Stepper>
      {id === null ? (
        <FileStep
          onUploaded={(uploaded) => setParams((before) => ({ ...Object.fromEntries(before), id: uploaded.id }))}
        />
      ) : (
        <Uploaded
          key={id}
          id={id}
          step={step}
          onStep={setStep}
          onDiscarded={() => {
            setStep(1);
            setParams((before) => {
              before.delete('id');
              return before;
            });
          }}
        />
      )}
    </>
  );
}

function Uploaded(props: { id: string; step: 1 | 2; onStep: (step: 1 | 2) => void; onDiscarded: () => void }) {
  const { data, error, refetch } = useQuery(importsQuery.detail(props.id));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton rows={6} />;
  if (data.state !== 'uploaded') return <Navigate to={`/imports/${props.id}`} replace />;
  return <SetupSteps {...props} one={data} />;
}
