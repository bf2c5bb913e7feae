// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";

/**
 * Opens on the tab and field that its action names: what a volet still misses is
 * one press away from where it is filled.
 */
export class CaseFormController extends FormController {
    setup() {
        super.setup();
        onMounted(() => this.goToField());
    }

    goToField() {
        const {ansm_page: page, ansm_field: field} = this.props.context;
        const root = this.rootRef.el;
        if (page) {
            root.querySelector(
                `.o_notebook_headers [name="${CSS.escape(page)}"]`
            )?.click();
        }
        if (field) {
            this.showField(field, 20);
        }
    }

    /** The tab is drawn some frames later: look again, so many times. */
    showField(field, times) {
        const widget = this.rootRef.el?.querySelector(
            `.o_field_widget[name="${CSS.escape(field)}"]`
        );
        if (widget) {
            widget.scrollIntoView({block: "center"});
            widget.querySelector("input, textarea, select")?.focus();
        } else if (times) {
            requestAnimationFrame(() => this.showField(field, times - 1));
        }
    }
}

registry.category("views").add("ansm_case_form", {
    ...formView,
    Controller: CaseFormController,
});
