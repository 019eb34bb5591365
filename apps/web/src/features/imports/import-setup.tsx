import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../ui/error-state';
import { PageSkeleton } from '../../ui/page-skeleton';
import { customerFieldsQuery } from '../customers/customer-fields.api';
import { useMay } from '../users/session.api';
import { ConfirmStep } from './confirm-step';
import {
  importsQuery,
  OPERATIONS,
  useStartImport,
  type Import,
  type ImportPreview,
  type ImportSetup,
  type ReadAs,
} from './imports.api';
import { MappingStep } from './mapping-step';
import { withOperation } from './operations';

/** Steps 2 and 3 over one uploaded file; going back and forth keeps what was chosen. */
export function SetupSteps(props: {
  one: Import;
  step: 1 | 2;
  onStep: (step: 1 | 2) => void;
  onDiscarded: () => void;
}) {
  const { one } = props;
  const navigate = useNavigate();
  const [readAs, setReadAs] = useState<ReadAs>({});
  const [params] = useSearchParams();
  const mayJoin = useMay('group.write');
  const [options, setOptions] = useState<Options>(() => optionsFrom(params, mayJoin));
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const {
    data: preview,
    error,
    isFetching,
    refetch,
  } = useQuery({
    ...importsQuery.preview(one.id, readAs),
    placeholderData: keepPreviousData,
  });
  // without the fields the columns could not show what they go to
  const { isPending: areFieldsPending } = useQuery(customerFieldsQuery);
  const start = useStartImport(one.id);
  if (error && !preview) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!preview || areFieldsPending) return <PageSkeleton rows={6} />;

  const setup: ImportSetup = {
    ...columnsOf(preview, chosen),
    ...options,
    encoding: preview.encoding,
    delimiter: preview.delimiter,
  };
  const change = (changes: Partial<ImportSetup>) => {
    const { encoding, delimiter, mapping, hasHeader, ...rest } = changes;
    if (encoding || delimiter) setReadAs({ encoding: setup.encoding, delimiter: setup.delimiter, ...changes });
    if (mapping || hasHeader !== undefined)
      setChosen({ of: preview, mapping: mapping ?? setup.mapping, hasHeader: hasHeader ?? setup.hasHeader });
    setOptions((previous) => ({ ...previous, ...rest }));
  };
  return props.step === 1 ? (
    <MappingStep
      one={one}
      preview={preview}
      previewError={error}
      isReading={isFetching}
      setup={setup}
      onChange={change}
      onNext={() => props.onStep(2)}
      onDiscarded={props.onDiscarded}
    />
  ) : (
    <ConfirmStep
      one={one}
      preview={preview}
      setup={setup}
      error={start.error}
      isPending={start.isPending}
      onBack={() => {
        start.reset();
        props.onStep(1);
      }}
      onStart={async () => {
        await start.mutateAsync(setup);
        await navigate(`/imports/${one.id}`, { replace: true });
      }}
    />
  );
}

type Options = Omit<ImportSetup, 'encoding' | 'delimiter' | 'mapping' | 'hasHeader'>;

/** A link may bring the operation and the group along: /imports/new?op=stop&group=3. */
function optionsFrom(params: URLSearchParams, mayJoin: boolean): Options {
  const groupId = mayJoin ? params.get('group') : null;
  const operation = OPERATIONS.find((one) => one === params.get('op')) ?? 'register';
  const from = { operation, target: groupId === null ? 'database' : 'group', groupId } as const;
  const isExclusion = operation === 'delete' && groupId !== null;
  const target = isExclusion ? from : withOperation(from, operation);
  return { ...target, overwrite: false, emptyCells: 'keep', consent: null, report: 'always' };
}

/** Columns as the user chose them, good for the preview they were chosen over: read otherwise, columns may differ. */
interface Chosen {
  readonly of: ImportPreview;
  readonly mapping: string[];
  readonly hasHeader: boolean;
}

function columnsOf(preview: ImportPreview, chosen: Chosen | null): Pick<ImportSetup, 'mapping' | 'hasHeader'> {
  if (chosen && chosen.of.delimiter === preview.delimiter && chosen.of.encoding === preview.encoding)
    return { mapping: chosen.mapping, hasHeader: chosen.hasHeader };
  return { mapping: preview.suggestedMapping, hasHeader: preview.suggestedHasHeader };
}
