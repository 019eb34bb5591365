export { CompiledMail, compileMail } from './compile-mail.js';
export { htmlToText } from './html-to-text.js';
export { renderLinkTarget } from './link-target.js';
export {
  CONTENT_PROBLEM_CODES,
  type CompileOptions,
  type ContentProblem,
  type ContentProblemCode,
  type MailContent,
  type MailPart,
  type MergeKey,
  type RenderRecipient,
  type RenderedMail,
  type TrackedLink,
} from './mail-content.js';
export { type MergeTag, UNSUBSCRIBE_KEY, findMergeTags } from './merge-tags.js';
