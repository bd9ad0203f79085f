export const signInWords = {
  signIn: {
    title: 'Sign in',
    name: 'Name or e-mail address',
    password: 'Password',
    submit: 'Sign in',
    out: 'Sign out',
    lookAs: 'Look as',
    everyone: 'Everyone (admin)',
    roles: { rep: 'Rep', manager: 'Manager', analyst: 'Analyst', vp: 'VP', admin: 'Admin' },
    refused: {
      failed: 'The sign-in did not come to its end. Try again.',
      left: 'This person has left the company in the CRM and cannot sign in.',
      no_email: 'The provider gave no confirmed e-mail address.',
      no_group: 'This person is in none of the groups that have a role here.',
    } as Readonly<Record<string, string>>,
  },
}
