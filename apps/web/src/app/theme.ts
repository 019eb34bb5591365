import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eef1fe',
  '#e0e6fd',
  '#c3cefa',
  '#a3b3f5',
  '#8699f0',
  '#6d85e9',
  '#566cd4',
  '#4a61c9',
  '#3c51b0',
  '#2d3f92',
];

const dialogTitle = { fontSize: 16, fontWeight: 700 };

/** The look of the dashboard. Shades are chosen so that white text on the primary colour passes 4.5:1 in both schemes. */
export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  colors: { brand },
  autoContrast: false,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    '"Inter Variable","Hiragino Sans","Hiragino Kaku Gothic ProN","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,system-ui,sans-serif',
  fontFamilyMonospace: 'ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK JP",monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.6', lg: '1.6', xl: '1.6' },
  headings: {
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.35' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { fw: 600 } },
    Paper: { defaultProps: { radius: 'lg' } },
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Modal: {
      defaultProps: { radius: 'lg', centered: true },
      styles: { title: dialogTitle },
    },
    Drawer: { styles: { title: dialogTitle } },
    Tooltip: { defaultProps: { openDelay: 300 } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
    InputWrapper: { styles: { label: { fontWeight: 600, marginBottom: 4 }, description: { marginBottom: 4 } } },
  },
});

/** Raises the library's low-contrast defaults to WCAG 2.2 AA in both colour schemes. */
export const cssVariablesResolver: CSSVariablesResolver = (resolved) => {
  const names = Object.keys(resolved.colors).filter((name) => name !== 'dark');
  const light = (name: string) => `color-mix(in srgb, ${resolved.colors[name]?.[9]} 82%, black)`;
  const dark = (name: string) => resolved.colors[name]?.[2] ?? '#ffffff';
  return {
    variables: {},
    light: {
      '--mantine-color-text': '#16191d',
      '--mantine-color-dimmed': '#5b6470',
      '--mantine-color-placeholder': '#68707a',
      '--mantine-color-error': resolved.colors.red[9],
      '--mantine-color-anchor': brand[8],
      ...Object.fromEntries(names.map((name) => [`--mantine-color-${name}-light-color`, light(name)])),
    },
    dark: {
      '--mantine-color-dimmed': '#a6a7ab',
      '--mantine-color-placeholder': '#9a9ca1',
      '--mantine-color-error': resolved.colors.red[4],
      '--mantine-color-anchor': brand[3],
      ...Object.fromEntries(names.map((name) => [`--mantine-color-${name}-light-color`, dark(name)])),
    },
  };
};
