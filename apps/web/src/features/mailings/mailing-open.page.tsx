import { Navigate, useParams } from 'react-router';

/** The address of a mailing leads to its composer. */
export function MailingOpenPage() {
  const { id = '' } = useParams();
  return <Navigate to={`/mailings/${id}/edit`} replace />;
}
