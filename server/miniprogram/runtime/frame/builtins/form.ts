// form: collects its fields by name.
import type { GeneralComponent } from 'glass-easel';
import type { Behavior, Define } from './define';
import { componentOf, domOf, instanceOf } from './define';

const properties = { reportSubmit: false, reportSubmitTimeout: 0 };
const FORM_FIELD = 'wx://form-field';

/** What a button of the form calls. */
export interface FormBehavior extends Behavior<typeof properties> {
  submit(target: GeneralComponent): void;
  reset(target: GeneralComponent): void;
}

export function defineForm(define: Define): void {
  define('form', {
    properties,
    create(self): FormBehavior {
      const { dom } = self;
      const fields = () => [...dom.querySelectorAll('*')].filter((node) => componentOf(node));
      const values = () => {
        const value: Record<string, unknown> = {};
        for (const node of fields()) {
          const builtin = instanceOf(node);
          const component = componentOf(node);
          const name = component && String(component.data.name ?? '');
          if (!component || !name) continue;
          const own = builtin?.behavior.field?.value();
          if (own !== undefined) value[name] = own;
          // a component of the project that says it is a field
          else if (!builtin && component.hasBehavior(FORM_FIELD)) value[name] = component.data.value;
        }
        return value;
      };
      return {
        submit(target) {
          const formId = self.data.reportSubmit ? 'the formId is a mock one' : '';
          self.emit('submit', { value: values(), formId, target: targetOf(target) });
        },
        reset(target) {
          for (const node of fields()) instanceOf(node)?.behavior.field?.reset();
          self.emit('reset', { target: targetOf(target) });
        },
      };
    },
  });
}

/** The button, as an event's target is told. */
function targetOf(component: GeneralComponent): object {
  const { offsetLeft, offsetTop } = domOf(component);
  return { id: component.id, dataset: component.dataset, offsetLeft, offsetTop };
}
