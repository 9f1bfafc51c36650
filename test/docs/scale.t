#!/usr/bin/perl
#
# docs/scale.md says of each table, view and function of a ledger whether it works where Citus distributes it: each is in one
# line of its table, and nothing else is. Functions are those of a ledger that grant_ledger() lets anybody call, and those
# of the extension that are given a ledger or the table of attestations. test/citus/functions.t shows that the table is right.
# And what distribute_ledger() changes in the templates is there to be changed. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;
use ScaleTable;

my $name = "corroborate_scale_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
my @roles = map { "${name}_$_" } qw(tipster reporter editor);
END { local $?; if ($server) { $server->drop($name); $server->try("DROP ROLE $_") foreach @roles } }

$db->query(join(' ', q{SET client_min_messages = warning; CREATE EXTENSION corroborate; SELECT create_ledger('newsroom');}, (map { "CREATE ROLE $_;" } @roles),
	"SELECT grant_ledger('newsroom', tipster => '$roles[0]', reporter => '$roles[1]', editor => '$roles[2]')"));

my %kinds = (
	table => q{SELECT relname FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace AND relkind = 'r'},
	view => q{SELECT relname FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace AND relkind = 'v'},
	# says_both() is also a view
	function => qq{SELECT DISTINCT CASE p.proname WHEN 'says_both' THEN 'says_both()' ELSE p.proname END FROM pg_proc AS p
		WHERE p.prorettype <> 'trigger'::regtype AND (
			p.pronamespace = 'newsroom'::regnamespace AND EXISTS (SELECT FROM aclexplode(p.proacl) AS a WHERE a.grantee::regrole::text LIKE '${name}_%')
			OR p.pronamespace = 'public'::regnamespace AND p.proargnames[1] IN ('ledger', 'attestations'))});

foreach my $kind (sort keys %kinds)
{
	my %lines;

	foreach my $line (grep { $_->{kind} eq $kind || $kind eq 'function' && $_->{kind} eq '' } ScaleTable::lines("$FindBin::Bin/../../docs/scale.md"))
	{
		$lines{$_}++ foreach grep { $kind ne 'function' || /^[a-z_]+(\(\))?$/ } @{ $line->{names} };
	}
	# what is no function of a ledger, in lines that are about doing something
	delete @lines{qw(evidence_agg replaces announce undistribute_table)} if $kind eq 'function';
	is(join(' ', map { "$_ $lines{$_}" } sort keys %lines), join(' ', map { "$_ 1" } sort split(/\n/, $db->query($kinds{$kind}))), "each $kind is in one line, and nothing else");
}

is($db->query(q{SELECT f.part FROM corroborate_internal.distributed_forms() AS f
	WHERE (SELECT sum((length(t) - length(replace(t, f.part, ''))) / length(f.part)) FROM unnest(corroborate_internal.ledger_parts()) AS t) <> 1}), '',
	'each part of the templates that is otherwise on several nodes is there once');
done_testing();
