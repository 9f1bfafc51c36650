#!/usr/bin/perl
#
# The extension as make with_libxml=no builds it: what reads XML refuses to, and the rest works. Its library is put
# beside the one that is installed, in functions of a schema of their own. The server is the one that PGHOST and so on
# lead to.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $root = abs_path("$FindBin::Bin/../..");
my $library = 'build/without_libxml2.so';
my $said = qx(\${MAKE:-make} --no-print-directory -s -C '$root' $library 2>&1);
is($?, 0, 'it is built') or BAIL_OUT($said);
unlike(qx(nm -D -u '$root/$library'), qr/ (?:xml|html)[A-Z]/, 'and needs nothing of libxml2');

# Where the server's user may read it
my $directory = tempdir(CLEANUP => 1);
chmod(0755, $directory);
copy("$root/$library", $directory) or die "$library: $!";

my $name = "corroborate_without_libxml2_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name) if $server }

$db->query(<<SQL);
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
CREATE SCHEMA without;
DO \$\$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT pg_get_functiondef(p.oid) FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'c'
		WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~ '^(read_|to_prov_xml\$)'
	LOOP
		EXECUTE replace(replace(definition, 'FUNCTION public.', 'FUNCTION without.'),
			'\$libdir/corroborate', '$directory/without_libxml2');
	END LOOP;
END
\$\$;
SQL

my @readers = split(/\n/, $db->query("SELECT p.oid::regprocedure FROM pg_proc AS p
	WHERE p.pronamespace = 'without'::regnamespace AND p.proname ~ '^read_' ORDER BY 1"));
cmp_ok(scalar(@readers), '>=', 7, 'functions that read XML');
foreach my $reader (@readers)
{
	my ($function, $type, $strict) = $reader =~ /^(.+)\((\w+)(,boolean)?\)$/;
	my ($text) = $db->try("\\set VERBOSITY verbose\nSELECT $function('<rss/>'::$type" . ($strict ? ', false' : '') . ');');

	like($text, qr/ERROR:  0A000: unsupported XML feature\nDETAIL:  .*libxml2\./, $reader);
}
is($db->query(q{SELECT without.to_prov_xml('{a:0.7<b<*}')::text = public.to_prov_xml('{a:0.7<b<*}')::text}), 't',
	'XML is written as ever');

done_testing();
