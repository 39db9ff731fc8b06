import { display } from './display';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as it must be written in HTML to be read as text, also inside an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Shows Markdown (with formulas in $...$) below the cell. */
export function showMarkdown(markdown: string): void {
  display({ 'text/markdown': markdown, 'text/plain': markdown });
}
