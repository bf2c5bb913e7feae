-- a copy of a database never writes to the agency
DELETE FROM ir_config_parameter WHERE key = 'quality_defect_ansm.armed';
