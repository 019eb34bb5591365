import { InitialAvatar } from './initial-avatar';
import { NameCell } from './name-cell';

/** Avatar, name and address of somebody, who may be called by the address; the link is what the keyboard opens the row with. */
export function PersonCell({ name, email, to }: { name: string; email: string; to: string }) {
  return <NameCell icon={<InitialAvatar name={name} />} name={name} text={name === email ? null : email} to={to} />;
}
