-- From 0.1.0 to 0.2.0: what upgrade/derive cannot find out by itself

-- Has one more argument
DROP FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, text, boolean);
