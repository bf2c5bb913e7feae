// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/**
 * The note of a call: stamps the telephone's time, keeps what is written on the
 * telephone, and gives it as one text to be entered afterwards. Asks no network.
 */
(() => {
    const body = document.body;
    const find = (name) => document.getElementById(name);
    const inputs = [...document.querySelectorAll(".kept")];
    let stamps = [];

    /** The time of this telephone, with its offset: who enters it sees both. */
    function moment() {
        const now = new Date();
        const two = (number) => String(Math.floor(number)).padStart(2, "0");
        const ahead = -now.getTimezoneOffset();
        const offset = `${ahead < 0 ? "-" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
        const day = [two(now.getDate()), two(now.getMonth() + 1), now.getFullYear()];
        const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())];
        return `${day.join("/")} ${time.join(":")} (UTC${offset})`;
    }

    const isBox = (input) => ["radio", "checkbox"].includes(input.type);
    const words = (element) => element.textContent.trim().replace(/\s+/g, " ");

    function valueOf(input) {
        return isBox(input) && !input.checked ? "" : input.value.trim();
    }

    function labelOf(input) {
        const [around, name] = isBox(input) ? ["fieldset", "legend"] : ["label", "div"];
        return words(input.closest(around).querySelector(name));
    }

    function show() {
        find("stamps").replaceChildren(
            ...stamps.map((line) => {
                const item = document.createElement("li");
                item.textContent = line;
                return item;
            })
        );
        const said = inputs
            .filter(valueOf)
            .map((input) => `${labelOf(input)} – ${valueOf(input)}`);
        const head = find("result").dataset.head;
        find("result").value = [head, ...stamps, ...said].join("\n");
    }

    function keep() {
        show();
        const values = inputs.map((input) =>
            isBox(input) ? input.checked : input.value
        );
        try {
            localStorage.setItem(body.dataset.key, JSON.stringify({stamps, values}));
        } catch {
            // a telephone that opens the file without a place of its own to keep it
            find("unkept").hidden = false;
        }
    }

    function stamp(tap) {
        stamps.push(`${moment()} – ${words(tap)}`);
        keep();
    }

    function readBack() {
        try {
            const kept = JSON.parse(localStorage.getItem(body.dataset.key));
            if (!kept) {
                return;
            }
            stamps = kept.stamps;
            inputs.forEach((input, index) => {
                if (isBox(input)) {
                    input.checked = kept.values[index];
                } else {
                    input.value = kept.values[index];
                }
            });
        } catch {
            find("unkept").hidden = false;
        }
    }

    document.documentElement.classList.add("live");
    for (const tap of document.querySelectorAll(".tap")) {
        tap.addEventListener("click", () => stamp(tap));
    }
    document.querySelector(".number a")?.addEventListener("click", () => {
        stamp(find("call"));
    });
    for (const input of inputs) {
        input.addEventListener("input", keep);
    }
    find("copy").addEventListener("click", async () => {
        const result = find("result");
        result.select();
        try {
            await navigator.clipboard.writeText(result.value);
        } catch {
            // what is selected is copied by hand
            document.execCommand("copy");
        }
        find("copied").hidden = false;
    });
    find("print").addEventListener("click", () => window.print());
    readBack();
    show();
})();
