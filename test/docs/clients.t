#!/usr/bin/perl
#
# The examples of docs/clients.md for Python, JavaScript and Java: the blocks of a language are one program, run in a
# database of its own that the document's first block of SQL has made, and must print what the blocks of text after them
# say. (Those of psql are run with the other documents' examples.) A language whose client is not installed is skipped;
# tools/setup --tests installs them.
#
#   perl test/docs/clients.t --update    writes what they print into the document instead
#
# The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
use Test::More;

chdir(abs_path(dirname(__FILE__) . '/../..')) or die "$!";

my $document = 'docs/clients.md';
my $update = @ARGV && $ARGV[0] eq '--update';
my $directory = tempdir(CLEANUP => 1);
my $mark = '-- next --';
my $modules = abs_path('build') . '/clients';
my $driver = '/usr/share/java/postgresql.jar';
@ENV{qw(PGCLIENTENCODING LC_ALL PGOPTIONS)} = ('UTF8', 'C.UTF-8', '-c timezone=UTC -c lc_messages=C -c statement_timeout=60s');
# Debian's, which has Debian's modules
my ($python) = grep { -x } '/usr/bin/python3';

# ---- The document

my @lines = split(/\n/, slurp($document));
my (%blocks, $setup);
find_blocks();

sub slurp
{
	my ($name) = @_;
	open(my $file, '<', $name) or die "$name: $!";
	local $/;
	return scalar <$file>;
}

# Of each language its blocks: line, code; and where text follows, what is expected, and where that stands
sub find_blocks
{
	my ($fence, $first, $last);
	foreach my $i (0 .. $#lines)
	{
		if (!defined $fence)
		{
			($fence, $first) = ($1, $i + 1) if $lines[$i] =~ /^```(\w*)/;
			$last = undef if $lines[$i] =~ /\S/ && ($fence // '') ne 'text';
			next;
		}
		next if $lines[$i] !~ /^```\s*$/;
		my $text = join("\n", @lines[ $first .. $i - 1 ]);
		if ($fence eq 'text')
		{
			@$last{qw(expected first count)} = ($text, $first, $i - $first) if $last;
			$last = undef;
		}
		else
		{
			$setup //= $text if $fence eq 'sql';
			$last = { line => $first + 1, code => $text };
			push(@{ $blocks{$fence} }, $last);
		}
		$fence = undef;
	}
}

# ---- Programs

sub write_file
{
	my ($name, $text) = @_;
	open(my $file, '>', "$directory/$name") or die "$name: $!";
	print $file $text;
	close($file) or die "$name: $!";
	return "$directory/$name";
}

sub python_program
{
	my (@code) = @_;
	return ($python, write_file('example.py', join('', map { "print('$mark', flush=True)\n$_\n" } @code)));
}

sub js_program
{
	my (@code) = @_;
	symlink("$modules/node_modules", "$directory/node_modules");
	return ('node', write_file('example.mjs', join('', map { "console.log('$mark');\n$_\n" } @code)));
}

# Imports come first
sub java_program
{
	my (@code) = @_;
	my $imports = join('', map { /^(import .*;\n)/mg } @code);
	s/^import .*;\n//mg foreach @code;
	my $body = join('', map { "System.out.println(\"$mark\");\n$_\n" } @code);
	return ('java', '-cp', $driver,
		write_file('Example.java', "${imports}class Example {\npublic static void main(String[] args) throws Exception {\n$body}\n}\n"));
}

sub succeeds { my (@command) = @_; return system("@command >/dev/null 2>&1") == 0 }

my %language = (
	python => { name => 'psycopg 3', program => \&python_program,
		there => sub { $python && succeeds("$python -c 'import psycopg; assert psycopg.__version__ > \"3\"'") } },
	js => { name => 'node-postgres', program => \&js_program, there => sub { -d "$modules/node_modules/pg" && succeeds('node --version') } },
	java => { name => 'JDBC', program => \&java_program, there => sub { -e $driver && succeeds('java --version') } },
);

# ---- The server, by TCP: JDBC knows no other way

sub serve
{
	my ($listener, $socket) = @_;
	$SIG{CHLD} = 'IGNORE';
	while (my $client = $listener->accept)
	{
		next if fork();
		my $server = IO::Socket::UNIX->new(Peer => $socket) or POSIX::_exit(1);
		my $select = IO::Select->new($client, $server);
		while (1)
		{
			foreach my $from ($select->can_read)
			{
				sysread($from, my $bytes, 65536) or POSIX::_exit(0);
				syswrite($from == $client ? $server : $client, $bytes);
			}
		}
	}
}

my $proxy;

sub url
{
	my ($database) = @_;
	my ($host, $port, $user) = ($ENV{PGHOST} // '/var/run/postgresql', $ENV{PGPORT} // 5432, $ENV{PGUSER} // getpwuid($>));
	if ($host =~ m{^/})
	{
		my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "no port: $!";
		my $socket = "$host/.s.PGSQL.$port";
		$proxy = fork() // die "fork: $!";
		if ($proxy == 0)
		{
			serve($listener, $socket);
			POSIX::_exit(0);
		}
		($host, $port) = ('127.0.0.1', $listener->sockport);
	}
	return "jdbc:postgresql://$host:$port/$database?user=$user";
}

END
{
	local $?;
	kill('TERM', $proxy) if $proxy;
}

# ---- Running them

# What each block prints
sub printed
{
	my ($language, @code) = @_;
	my $database = "corroborate_clients_${language}_$$";
	local $ENV{PGDATABASE} = $database;

	system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or die "no database $database";
	local $ENV{DESK_URL} = $language eq 'java' ? url($database) : '';
	my $sql = write_file('setup.sql', $setup);
	system("psql -X -q -v ON_ERROR_STOP=1 -f $sql >/dev/null") == 0 or die "the ledger of the examples is not made";
	my @command = $language{$language}{program}->(@code);
	my $output = `timeout 60 @command 2>&1`;
	system('dropdb', '--force', $database);
	my (undef, @printed) = split(/^\Q$mark\E\n/m, $output, -1);
	return $output if !@printed;
	return map { s/[ \t]+$//mgr =~ s/\n+\z//r } @printed;
}

my @updates;
foreach my $language (sort keys %language)
{
	my $blocks = $blocks{$language};
	SKIP:
	{
		ok($blocks, "there are examples for $language{$language}{name}");
		skip("$language{$language}{name} is not installed: tools/setup --tests does it", scalar @$blocks) if !$language{$language}{there}->();
		my @printed = printed($language, map { $_->{code} } @$blocks);
		foreach my $i (0 .. $#$blocks)
		{
			my $block = $blocks->[$i];
			push(@updates, [ @$block{qw(first count)}, $printed[$i] ]) if $update && defined $block->{expected};
			is($printed[$i], $block->{expected} // '', "$document, line $block->{line}: $language{$language}{name}");
		}
	}
}

if ($update)
{
	splice(@lines, $_->[0], $_->[1], split(/\n/, $_->[2] // '(nothing)')) foreach sort { $b->[0] <=> $a->[0] } @updates;
	open(my $file, '>', $document) or die "$document: $!";
	print $file map { "$_\n" } @lines;
	close($file) or die "$document: $!";
}
done_testing();
