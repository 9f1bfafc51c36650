#!/usr/bin/perl
#
# Settings that change how values are written and read: what leaves the desk, what is announced, and what is stored is the same
# under all of them. What they do to keys, sql/watch_settings.sql shows. The server is the one that PGHOST and so on lead to;
# the user must be a superuser.

use strict;
use warnings;

use File::Copy;
use File::Temp;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $name = "corroborate_settings_$$";
my $server = Cluster::Database->new('postgres');
END
{
	local $?;
	$server->drop($name) if $server;
}

my $db = $server->create($name);
$db->query(<<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
SELECT create_ledger('newsroom', minimum_support => 0.3);
SET search_path = newsroom, public;
INSERT INTO source (key, kind, reliability) VALUES ('a', 'person', 0.1), ('b', 'person', 0.7), ('wire', 'agency', 1 / 3.0);
INSERT INTO claim (statement, question, comparator, value) VALUES ('x', 'how many?', 'about', 1.50);
INSERT INTO document (publisher, headline, published_at, credits) VALUES ('wire', 'h', '2026-01-02 23:04:05.678901+00', '[{"role": "by", "name": "N"}]');
SELECT attest(1, 'a:0.123456789012345678'), attest(1, 'b<*'), attest(1, '!wire', document => 1, said_at => '2026-02-03 04:05:06.7+00');
SELECT retract_attestation(1, 1, 'misheard');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', 'wait');
INSERT INTO publication VALUES (1, 1);
CREATE TABLE public.measured (at timestamptz, weight float8, span interval, raw bytea, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz,
	PRIMARY KEY (at, weight, span, raw));
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON public.measured FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'flagged', 2);
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON public.measured FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'flagged', 2);
SQL

# What each shows under options, with errors
my %shows = (
	'PROV-XML' => q{SELECT ledger_to_prov_xml('newsroom')},
	'the board' => q{SELECT regexp_replace(evidence_board('newsroom'), 'as of [-0-9]+ [0-9:]+ UTC', '')},
	'evidence' => q{SELECT to_svg(evidence), to_json(evidence), to_dot(evidence), evidence, support(evidence)::text, why(evidence), pretty(evidence), to_prov_xml(evidence) FROM newsroom.claim},
	'a story' => q{SELECT r.id, r.published_at = '2026-03-04 05:06:07+00', r.headline FROM read_news('<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>h</title><pubDate>Wed, 04 Mar 2026 05:06:07 GMT</pubDate></item></channel></rss>') AS r},
	'an announcement' => q{LISTEN corroborated;
		INSERT INTO public.measured VALUES (to_timestamp(1770000000.123456), 0.1::float8 + 0.2::float8, make_interval(months => -1, days => 2), decode('00ff5c', 'hex'), '{a,b}');
		DELETE FROM public.measured},
	'nothing wrong' => q{SELECT count(*) FROM check_evidence('newsroom.attestation')});

sub shown
{
	my ($what, $options) = @_;

	local $ENV{PGOPTIONS} = "-c client_min_messages=warning $options";
	return $db->query($shows{$what}) =~ s/(?:"serial":|PID )\d+//gr;
}

my %usual = map { $_ => shown($_, '') } keys %shows;
cmp_ok(length($usual{'PROV-XML'}), '>', 500, 'there is PROV-XML');
cmp_ok(length($usual{'the board'}), '>', 5000, 'and a board');
like($usual{'an announcement'}, qr/"table":"public\.measured","key":\{"at":"2026-02-02T02:40:00\.123456\+00:00","weight":0\.30000000000000004,/, 'announced is the whole key');

foreach my $options ('datestyle=SQL,DMY', 'datestyle=German', 'intervalstyle=iso_8601', 'intervalstyle=sql_standard', 'extra_float_digits=0', 'extra_float_digits=-10',
	'bytea_output=escape', 'timezone=Asia/Kolkata', 'xmlbinary=hex', 'xmloption=document', 'quote_all_identifiers=on', 'array_nulls=off',
	'transform_null_equals=on', 'backslash_quote=off', 'search_path=pg_catalog,public', 'search_path=newsroom,public',
	'plpgsql.variable_conflict=use_variable', 'plpgsql.variable_conflict=use_column')
{
	foreach my $what (sort keys %shows)
	{
		is(shown($what, "-c $options"), $usual{$what}, "$options: $what");
	}
}

# As where two builds are compared: what the one has defined, the other leaves as it is
my ($libraries) = split(/\n/, qx("\${PG_CONFIG:-pg_config}" --pkglibdir));
my $directory = File::Temp->newdir;
chmod 0755, $directory;
copy("$libraries/corroborate.so", "$directory/other.so") or die "corroborate.so: $!";
is($db->query("LOAD 'corroborate'; LOAD '$directory/other.so'; SELECT corroboration('{a,b}'), current_setting('corroborate.outer_contexts');"),
	'2|-1', 'two copies of the library in one session');

done_testing();
