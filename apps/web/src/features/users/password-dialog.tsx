/** Changes the password of the signed-in user. */
export function PasswordDialog(_: { onClose: () => void }) {
  return null;
}
