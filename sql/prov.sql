-- Evidence as PROV-XML, out and in

SELECT to_prov_xml('{rfa@us:0.8<(dandong-1<*,?), !"mfa & <co>"}');
SELECT to_prov_xml('{}');

-- Back again, also what XML has no characters for
SELECT e, evidence_send(read_prov_xml(to_prov_xml(e::evidence))) = evidence_send(e::evidence) AS same
FROM (VALUES ('{}'), ('{a}'), ('{a<*}'), ('{a<?}'), ('{a:0<(*,?,b<a)}'), ('{a@b,b@c:0.1}'), ('{!a<b,a<*,b}'),
	('{"  a  b "}'), ('{"<&>''\""}'), ('{"]]>"@"&amp;"}'), ('{"a_b","a.b","a:b","é"}'), ('{a<a}')) AS v (e);
SELECT evidence_send(read_prov_xml(to_prov_xml(e))) = evidence_send(e) AS same
FROM (SELECT said_by('a' || U&'\FFFE' || 'b' || U&'\FFFF')::evidence AS e) AS v;

-- Written by others
SELECT read_prov_xml('<document xmlns="http://www.w3.org/ns/prov#" xmlns:p="http://www.w3.org/ns/prov#" xmlns:ex="http://example.org/" xmlns:other="http://example.com/">
	<wasQuotedFrom><generatedEntity p:ref="ex:blog"/><usedEntity p:ref="ex:article"/></wasQuotedFrom>
	<entity p:id="ex:article"/><entity p:id="ex:article"/><other:entity p:id="ex:none"/>
	<wasAttributedTo><entity p:ref="ex:blog"/><agent p:ref="ex:betty"/></wasAttributedTo>
	<wasAttributedTo><entity p:ref="ex:article"/><agent p:ref="ex:derek"/></wasAttributedTo>
	<actedOnBehalfOf><delegate p:ref="ex:derek"/><responsible p:ref="ex:chartgen"/></actedOnBehalfOf>
	<hadPrimarySource><generatedEntity p:ref="ex:article"/><usedEntity p:ref="ex:data"/></hadPrimarySource>
	<wasDerivedFrom><generatedEntity p:ref="ex:article"/><usedEntity p:ref="ex:blog"/></wasDerivedFrom>
</document>'::text);

-- Errors
SELECT read_prov_xml('<feed/>'::text);
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#" xmlns:c="urn:corroborate:prov"><p:agent p:id="c:a" c:rating="2"/></p:document>'::text);
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#"><p:wasAttributedTo><p:entity p:ref="e"/><p:agent p:ref="x:"/></p:wasAttributedTo></p:document>'::text);
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#"><p:entity>'::text);
