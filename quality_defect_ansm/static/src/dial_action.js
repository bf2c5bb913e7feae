// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

/**
 * Has the telephone dial, once the server has stamped that the call begins; the
 * screen stays for what follows.
 */
function dial(env, {params}) {
    browser.location.assign(params.url);
    return params.next;
}

registry.category("actions").add("ansm_dial", dial);
