import sanitizeHtml from 'sanitize-html';

const text = ['p', 'div', 'span', 'b', 'strong', 'i', 'em', 'code', 'pre', 'br', 'sub', 'sup'];
const table = ['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td'];
const length = /^[\d.]+(?:px|em|rem|%)?$/;
const color = /^#[0-9a-f]{3,6}$/i;

/** What the kit's own tables and letters are made of; no address, no script, no position. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [...text, ...table, 'ul', 'ol', 'li', 'details', 'summary'],
  allowedAttributes: { '*': ['style'] },
  allowedStyles: {
    '*': {
      'text-align': [/^(?:left|right|center)$/],
      'font-family': [/^monospace$/],
      'font-weight': [/^bold$/],
      'text-decoration': [/^line-through$/],
      display: [/^inline-block$/],
      width: [length],
      margin: [length],
      'border-radius': [length],
      'line-height': [length],
      background: [color],
      color: [color],
    },
  },
  // A name that looks like an element is to be read, not to vanish.
  disallowedTagsMode: 'escape',
};

/** HTML of an output, of which only harmless elements are left; all others show as text. */
export const sanitize = (html: string): string => sanitizeHtml(html, allowed);
