import { useTranslation } from 'react-i18next';

/** Why a file could not be read to its end, and where. */
export function FailureText({ failure, row }: { failure: string; row: number | null }) {
  const { t, i18n } = useTranslation();
  const key = `imports.failure.${failure}`;
  return (
    <>
      <p style={{ margin: 0 }}>
        {i18n.exists(key) ? t(key as 'imports.failure.file-missing') : t('imports.failure.unknown', { code: failure })}
      </p>
      {row === null ? null : <p style={{ margin: '4px 0 0' }}>{t('imports.failure.atRow', { row })}</p>}
    </>
  );
}
