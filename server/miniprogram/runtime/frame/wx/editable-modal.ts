// `wx.showModal({ editable: true })`: a title, an input, two buttons.
import { element, openOverlay } from './overlay';

interface Question {
  title: string;
  content: string;
  placeholder: string;
  showCancel: boolean;
  cancelText: string;
  cancelColor: string;
  confirmText: string;
  confirmColor: string;
}

const STYLE = `dialog{width:80%;border-radius:12px;text-align:center;background:#fff;color:#000}dialog::backdrop{background:#0009}
.title{margin:24px 20px 12px;font-weight:600}input{box-sizing:border-box;width:calc(100% - 40px);margin:0 20px 24px;padding:8px;border:1px solid #ccc;border-radius:4px}
.buttons{display:flex;border-top:1px solid #e5e5e5}button{flex:1;padding:12px;border:0;background:none;font-weight:600;cursor:pointer}`;

/** What was typed, or undefined where it was cancelled. */
export const askText = (question: Question): Promise<string | undefined> =>
  new Promise((resolve) => {
    let typed: string | undefined;
    const { dialog, close } = openOverlay(question.title || question.placeholder || '输入 Input', STYLE, () => resolve(typed));
    const input = element('input', '');
    input.value = question.content;
    input.placeholder = question.placeholder;
    input.setAttribute('aria-label', question.placeholder || question.title || '输入 Input');
    const confirm = () => {
      typed = input.value;
      close();
    };
    input.addEventListener('keydown', (event) => event.key === 'Enter' && !event.isComposing && confirm());
    const buttons = element('div', 'buttons');
    const button = (text: string, color: string, run: () => void) => {
      const made = element('button', '', text);
      made.type = 'button';
      made.style.color = color;
      made.addEventListener('click', run);
      buttons.append(made);
    };
    if (question.showCancel) button(question.cancelText, question.cancelColor, close);
    button(question.confirmText, question.confirmColor, confirm);
    dialog.append(element('div', 'title', question.title), input, buttons);
    input.focus();
  });
