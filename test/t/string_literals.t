#!/usr/bin/perl
#
# standard_conforming_strings: a session that turns it off reads a backslash in a string literal as an escape, also in
# functions that were made without. Installing, upgrading and the stories of ledgers, watched tables, news and boards give
# the same there, word for word. The server is the one that PGHOST and so on lead to; the user must be a superuser.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
my $name = "corroborate_literals_$$";
my $server = Cluster::Database->new('postgres');
END
{
	local $?;
	$server->drop($name, map { "${name}_$_" } qw(on off)) if $server;
}

# What is set in each session of the tests
my %setting = (on => '-c standard_conforming_strings=on', off => '-c standard_conforming_strings=off -c escape_string_warning=off');

my ($refused, $status) = $server->try('SET standard_conforming_strings = off');
plan skip_all => 'this server has no sessions that turn it off' if $status != 0;

# A script's own literals are to mean the same in both: those with a backslash become escape strings, bodies too
sub explicit
{
	my ($sql) = @_;
	my $explicit = '';

	while ($sql =~ /\G(
		--[^\n]* | ^\\[^\n]* | \b[eE]'(?:[^'\\]|''|\\.)*' | (?<plain>'(?:[^']|'')*') | "(?:[^"]|"")*"
		| (?<tag>\$\w*\$) (?<body>.*?) \k<tag>
		| \w+ | . )/gcsxm)
	{
		my $token = $1;
		my ($plain, $tag, $body) = @+{qw(plain tag body)};
		if (defined $tag)
		{
			$token = $tag . explicit($body) . $tag;
		}
		elsif (defined $plain && $plain =~ /\\/)
		{
			$token = $plain =~ s/\\/\\\\/gr;
			$token = "E$token";
		}
		$explicit .= $token;
	}
	return $explicit;
}

is(explicit(q{'a\b' E'\\n' "\x" $x$ '\d' $x$ -- '\s'}), q{E'a\\\\b' E'\\n' "\x" $x$ E'\\\\d' $x$ -- '\s'}, 'literals are written so that they mean the same');

# Databases to copy, installed by such sessions
foreach my $setting (qw(on off))
{
	my $db = $server->create("${name}_$setting");
	local $ENV{PGOPTIONS} = $setting{$setting};
	$db->query('CREATE EXTENSION corroborate');
}

# What psql shows of a script in a new database, as pg_regress runs it
sub shown
{
	my ($setting, $file) = @_;
	$server->drop($name);
	$server->query("CREATE DATABASE $name TEMPLATE ${name}_$setting");
	local $ENV{PGOPTIONS} = "$setting{$setting} -c datestyle=Postgres,MDY -c timezone=PST8PDT";
	local $ENV{PGDATABASE} = $name;
	return scalar qx(cd "$directory" && psql -X -a -q < "$file" 2>&1);
}

# The first line that differs, and what is there instead
sub first_difference
{
	my @texts = map { [ split(/\n/) ] } @_;

	for (my $i = 0; $i < @{ $texts[0] } || $i < @{ $texts[1] }; $i++)
	{
		my ($one, $other) = map { $_->[$i] // '(end)' } @texts;
		return "line " . ($i + 1) . ": $one\ninstead of: $other" if $one ne $other;
	}
	return '';
}

# which literals there are, test/project/literals.t looks at; these run most functions
my @stories = qw(ledger ledger_roles ledger_sources news board protected prov watch_names);
foreach my $story (@stories)
{
	open(my $in, '<:raw', "$root/sql/$story.sql") or die "$story: $!";
	my $sql = do { local $/; <$in> };
	open(my $out, '>:raw', "$directory/$story.sql") or die "$story: $!";
	print $out explicit($sql);
	close($out);
	chmod(0755, $directory);

	my %shown = map { $_ => shown($_, "$story.sql") } qw(on off);
	cmp_ok(length($shown{on}), '>', length($sql) / 2, "$story is told");
	is(first_difference(@shown{qw(off on)}), '', "and the same with standard_conforming_strings = off");
}

# ---- Installed and upgraded by such a session, the extension is the same

sub objects
{
	my ($db) = @_;

	return $db->query(<<'SQL');
SET standard_conforming_strings = on;
SELECT p.oid::regprocedure, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), p.proconfig, obj_description(p.oid)
FROM pg_proc AS p JOIN pg_depend AS d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'corroborate' ORDER BY 1;
SQL
}

my %objects;
foreach my $setting (qw(on off))
{
	foreach my $old (qw(0.2.0 0.3.0))
	{
		$server->drop($name);
		my $db = $server->create($name);
		$db->query("CREATE EXTENSION corroborate VERSION '$old'; SELECT create_ledger('newsroom')") if $old eq '0.2.0';
		local $ENV{PGOPTIONS} = "$setting{$setting} -c client_min_messages=error";
		$db->query($old eq '0.2.0' ? "ALTER EXTENSION corroborate UPDATE; SELECT upgrade_ledger('newsroom')" : 'CREATE EXTENSION corroborate');
		$objects{"$setting $old"} = objects($db);
	}
}
cmp_ok(length($objects{'on 0.3.0'}), '>', 50000, 'there are functions');
is($objects{'off 0.3.0'}, $objects{'on 0.3.0'}, 'the extension is the same, installed with standard_conforming_strings = off');
is($objects{'off 0.2.0'}, $objects{'on 0.2.0'}, 'and upgraded');

done_testing();
