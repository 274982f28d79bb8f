import { createI18n } from 'vue-i18n'
import { en } from './en.ts'

/** Messages are read as text and never compiled into code, which the window's content security policy forbids. */
export const makeI18n = () => createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en }, missingWarn: false, fallbackWarn: false })
