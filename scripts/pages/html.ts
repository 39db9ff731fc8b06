import { escapeHtml } from 'memorization-kit/notebook';

export { escapeHtml };

/** `text` as the id of a heading, as GitHub makes it, so that links of Markdown files work here. */
export function headingId(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/**
 * JSON that may stand in a <script>: nothing in it ends the element or begins a comment, whatever
 * the strings hold.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

/** Something wide in a box that scrolls by itself, with the keyboard too, so that the page need not. */
export function scrollBox(html: string, label: string): string {
  return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">${html}</div>`;
}
