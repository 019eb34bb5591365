import type { users as ja } from '../ja/users';
import type { Shape } from '../shape';

export const users: Shape<typeof ja> = {
  signIn: {
    title: 'Sign in',
    text: 'Enter your e-mail address and password.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgot your password? Ask an administrator to set a new one.',
  },
  setup: {
    title: 'Register the first administrator',
    text: 'Use the one-time token printed when the server started to make the first administrator.',
    token: 'Set-up token',
    tokenHint: 'Printed where npm start was run',
    name: 'Name',
    email: 'E-mail address',
    password: 'Password',
    passwordHint: 'At least 10 characters',
    submit: 'Register and begin',
    done: 'Set-up is complete',
    doneText: 'There is an administrator already. Please sign in.',
    toSignIn: 'To sign-in',
  },
  role: { admin: 'Administrator', creator: 'Creator' },
};
