#!/usr/bin/perl
#
# The extension as make with_libxml=no builds it: what reads XML refuses to, and the rest works. Its library takes the
# place of the one that is installed, for the functions of one database; no session loads both. The server is the one
# that PGHOST and so on lead to.

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

$db->query('CREATE EXTENSION corroborate');
my $prov = q{SELECT to_prov_xml('{a:0.7<b<*}')};
my $with_libxml2 = $db->query($prov);
is($db->query("UPDATE pg_proc SET probin = '$directory/without_libxml2' WHERE probin = '\$libdir/corroborate' AND proname = 'read_news' RETURNING 1") =~ tr/1//,
	8, 'functions that read news');
$db->query("UPDATE pg_proc SET probin = '$directory/without_libxml2' WHERE probin = '\$libdir/corroborate'");

my @readers = split(/\n/, $db->query("SELECT p.oid::regprocedure FROM pg_proc AS p
	WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~ '^read_' ORDER BY 1"));
cmp_ok(scalar(@readers), '>=', 7, 'functions that read XML');
my $json = '{"uri":"1","headline":"a"}';
foreach my $reader (@readers)
{
	my ($function, $type, $strict) = $reader =~ /^(.+)\((\w+)(,boolean)?\)$/;
	my $call = sub { my ($story) = @_; return "\\set VERBOSITY verbose\nSELECT r.* FROM $function('$story'::$type" . ($strict ? ', false' : '') . ') AS r;' };

	if ($type ne 'jsonb')
	{
		my ($text) = $db->try($call->('<rss/>'));
		like($text, qr/ERROR:  0A000: unsupported XML feature\nDETAIL:  .*libxml2\./, $reader);
	}
	if ($function eq 'read_news' && $type ne 'xml')
	{
		my ($text) = $db->try($call->($json));
		like($text, qr/^ninjs\|1\|\|a\|/m, "$reader: JSON is read as ever");
	}
}
is($db->query($prov), $with_libxml2, 'XML is written as ever');

done_testing();
