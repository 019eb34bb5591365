if (!/pnpm/.test(process.env.npm_config_user_agent ?? '')) {
  console.error('This is a pnpm workspace. Just run `npm start` or `npm test`: they install what is needed.');
  process.exit(1);
}
