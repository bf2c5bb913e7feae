# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Falsifies a row and recomputes every chain so that nothing inside shows it."""

import json

from odoo.addons.quality_defect_ansm import chains


def recompute(env, model, row_id, change=None):
    """Change a row, or delete it, and recompute all chains, heads and the index.

    :param change: gives the new canonical columns; None deletes the row
    """
    falsify_row(env, model, row_id, change)
    env.cr.execute(
        """
        SELECT id, code, kind, company_id, declaration_id FROM ansm_chain
         ORDER BY array_position('{case,company,database}'::text[], kind::text), id
        """
    )
    heads = {}
    for chain in env.cr.fetchall():
        Recomputed(env.cr, chain, heads).write(model._name, row_id, change)


def falsify_row(env, model, row_id, change):
    if change is None:
        env.cr.execute(f"DELETE FROM {model._table} WHERE id = %s", [row_id])
        return
    [[_id, row]] = model._evidence_rows([row_id])
    for name, value in change(row).items():
        if row[name] != value:
            query = f"UPDATE {model._table} SET {name} = %s WHERE id = %s"
            env.cr.execute(query, [value, row_id])


class Recomputed:
    """One chain, written again."""

    def __init__(self, cr, chain, heads):
        self.cr, self.heads = cr, heads
        self.id, self.code, *_rest = chain
        self.previous = chains.genesis(*chain[1:])
        self.seq = 0

    def write(self, model_name, row_id, change):
        self.cr.execute(
            "SELECT id, at, res_model, late, rows FROM ansm_chain_link "
            "WHERE chain_id = %s ORDER BY seq",
            [self.id],
        )
        for link_id, at, res_model, late, text in self.cr.fetchall():
            rows = json.loads(text)
            if res_model == "ansm.chain":
                rows = [[one, self.told(row)] for one, row in rows]
            elif res_model == model_name:
                rows = [
                    [one, change(row) if one == row_id else row]
                    for one, row in rows
                    if change or one != row_id
                ]
                self.forget(link_id, model_name, row_id, change)
            self.link(link_id, at, res_model, late, chains.dump(rows))
        self.cr.execute(
            "UPDATE ansm_chain SET length = %s, head = %s WHERE id = %s",
            [self.seq, self.previous, self.id],
        )
        self.cr.execute(
            "UPDATE ansm_chain_head head SET head = link.hash "
            "FROM ansm_chain_link link WHERE head.chain_id = %s "
            "AND link.chain_id = head.chain_id AND link.seq = head.length",
            [self.id],
        )

    def told(self, row):
        head = self.heads.get((row.get("code"), row.get("length")))
        return {**row, "head": head} if head else row

    def forget(self, link_id, model_name, row_id, change):
        if not change:
            self.cr.execute(
                "DELETE FROM ansm_chain_place "
                "WHERE link_id = %s AND res_model = %s AND res_id = %s",
                [link_id, model_name, row_id],
            )

    def link(self, link_id, at, res_model, late, text):
        self.seq += 1
        digest = chains.link_hash(
            self.code, self.seq, at, self.previous, res_model, late, text
        )
        self.cr.execute(
            "UPDATE ansm_chain_link SET rows = %s, previous = %s, hash = %s "
            "WHERE id = %s",
            [text, self.previous, digest, link_id],
        )
        self.previous = self.heads[self.code, self.seq] = digest
