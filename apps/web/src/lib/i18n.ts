import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ja } from '../locales/ja/index';

export const LOCALES = ['ja', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const STORAGE_KEY = 'kubari-locale';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ja };
    strictKeyChecks: true;
  }
}

/** Starts the texts in Japanese; call `changeLocale` for another language. */
export function startTexts(): typeof i18next {
  void i18next.use(initReactI18next).init({
    lng: 'ja',
    fallbackLng: 'ja',
    resources: { ja: { translation: ja } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return i18next;
}

/** Switches the language of the whole dashboard, loading its texts first; remembered in this browser. */
export async function changeLocale(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('../locales/en/index');
    i18next.addResourceBundle('en', 'translation', en);
  }
  if (i18next.language !== locale) await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // storage may be forbidden: the choice then lasts until the page is closed
  }
}

/** The language chosen in this browser before; Japanese when there is none. */
export function rememberedLocale(): Locale {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'ja';
  } catch {
    return 'ja';
  }
}
