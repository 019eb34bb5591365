/** A CSS module whose class names are their own keys. */
module.exports = new Proxy({}, { get: (_, name) => (name === '__esModule' ? false : name) });
