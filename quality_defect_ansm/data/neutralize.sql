-- a copy of a database never writes to the agency
DELETE FROM ir_config_parameter WHERE key = 'quality_defect_ansm.armed';
-- nor to a webhook: what waits there stays
UPDATE res_company SET ansm_webhook_url = NULL, ansm_webhook_secret = NULL;
UPDATE ansm_webhook SET url = NULL;
