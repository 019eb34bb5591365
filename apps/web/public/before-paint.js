// Runs before the first paint so that a dark page never flashes white. A file of its own: the CSP allows no inline script.
(function () {
  var root = document.documentElement;
  var scheme = null;
  var locale = null;
  try {
    scheme = localStorage.getItem('kubari-color-scheme');
    locale = localStorage.getItem('kubari-locale');
  } catch {
    // storage may be forbidden; the defaults serve
  }
  var dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (locale === 'en') root.lang = 'en';
})();
