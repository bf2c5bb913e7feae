// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {Component, xml} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * A recorded moment, to the second, in the reader's zone with its offset from UTC:
 * who reads evidence on another continent reads the same moment (21 CFR 11.50).
 */
export class MomentField extends Component {
    static template = xml`<span t-att-title="title" t-esc="text"/>`;
    static props = {...standardFieldProps};

    get moment() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.moment
            ? `${formatDateTime(this.moment)} (UTC${this.moment.toFormat("ZZ")})`
            : "";
    }

    get title() {
        return this.moment
            ? `${this.moment.toUTC().toFormat("yyyy-MM-dd HH:mm:ss")} UTC`
            : "";
    }
}

registry.category("fields").add("ansm_moment", {
    component: MomentField,
    displayName: _t("Moment with its zone"),
    supportedTypes: ["datetime"],
    listViewWidth: 205,
});
