# Cluster.pm: PostgreSQL servers of a test's own, for what tools/with_cluster's one server cannot show: crashes,
# standbys, subscribers. And Cluster::Database, a database of any server.
#
#   my $server = Cluster->new(fsync => 'off');      a server that runs, with these settings
#   my $standby = $server->standby;                 another one that follows it
#   $server->kill_hard; $server->start;
#   my $db = $server->database('postgres');         one of its databases
#   my $db = Cluster::Database->new('postgres');    one of the server that PGHOST and so on lead to
#   $db->query($sql);                               what psql prints; the test ends where it says an error
#   my ($text, $status) = $db->try($sql);
#   $db->run('pg_dump', ...);                       any program, which finds the database through PGHOST and so on
#
# Directories are temporary, servers listen on a socket in theirs and nowhere else, and run as the user "postgres"
# where the test is root. All of it is gone when the test ends, also when it is told to end.

package Cluster;

use strict;
use warnings;

use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use POSIX ();
use Time::HiRes qw(sleep);

my @all;
my $main = $$;
my ($bindir) = split(/\n/, qx("\${PG_CONFIG:-pg_config}" --bindir));

# The END block below does the rest, and those of others; who tells the test to end may do so more than once
my %signals = (HUP => 1, INT => 2, PIPE => 13, TERM => 15);

sub _heed_none
{
	@SIG{ keys %signals } = ('IGNORE') x keys %signals;
}

foreach my $signal (keys %signals)
{
	$SIG{$signal} = sub { _heed_none(); exit(128 + $signals{$signal}) };
}

# A server that runs already
sub new
{
	my ($class, %settings) = @_;
	my $self = _directory($class);

	$self->_as_server("$bindir/initdb", '--pgdata', "$self->{directory}/data", qw(--username=postgres --auth=trust
		--encoding=UTF8 --locale=C --no-sync)) == 0
	  or die 'initdb: ' . $self->log('initdb');
	$self->{settings} = \%settings;
	$self->start;
	return $self;
}

# A standby of this one
sub standby
{
	my ($self) = @_;
	my $standby = _directory(ref $self);

	$standby->_as_server("$bindir/pg_basebackup", '--pgdata', "$standby->{directory}/data", '--host',
		$self->{directory}, qw(--username=postgres --checkpoint=fast --write-recovery-conf --no-sync)) == 0
	  or die 'pg_basebackup: ' . $standby->log('pg_basebackup');
	$standby->{settings} = $self->{settings};
	$standby->start;
	return $standby;
}

# Waits till it answers
sub start
{
	my ($self) = @_;
	my %settings = (
		listen_addresses => '',
		fsync => 'off',
		unix_socket_directories => $self->{directory},
		log_line_prefix => '%m [%p] %a ',
		%{ $self->{settings} });
	my @options = map { ('-c', "$_=$settings{$_}") } sort keys %settings;

	for (1 .. 20)
	{
		$self->{pid} = $self->_fork("$bindir/postgres", '-D', "$self->{directory}/data", @options);
		return if $self->wait_until_up;
		# what was left of one that was killed may still be ending
		$self->stop;
		sleep(0.2);
	}
	die "the server does not start:\n" . $self->log;
}

# True when it answers, false where it has ended
sub wait_until_up
{
	my ($self) = @_;

	for (1 .. 1200)
	{
		return 1 if $self->database('postgres')->is_up;
		return 0 unless $self->is_running;
		sleep(0.05);
	}
	return 0;
}

sub is_running
{
	my ($self) = @_;

	return 0 unless $self->{pid};
	return 1 if waitpid($self->{pid}, POSIX::WNOHANG()) == 0;
	delete $self->{pid};
	return 0;
}

# INT is PostgreSQL's fast shutdown, QUIT its immediate one
sub stop
{
	my ($self) = @_;

	foreach my $signal (qw(INT QUIT KILL))
	{
		last unless $self->is_running;
		kill($signal, $self->{pid});
		for (1 .. 200)
		{
			last unless $self->is_running;
			sleep(0.05);
		}
	}
}

# As the machine would: nothing is told
sub kill_hard
{
	my ($self) = @_;

	kill('KILL', $self->{pid});
	waitpid($self->{pid}, 0);
	delete $self->{pid};
}

sub database
{
	my ($self, $name) = @_;

	return Cluster::Database->new($name, PGHOST => $self->{directory}, PGPORT => 5432, PGUSER => 'postgres');
}

# What it wrote
sub log
{
	my ($self) = @_;

	open(my $file, '<', "$self->{directory}/log") or return '';
	local $/;
	return scalar <$file>;
}

sub _directory
{
	my ($class) = @_;
	# a socket's name has at most 107 bytes
	my $parent = length($ENV{TMPDIR} // '') > 60 ? '/tmp' : $ENV{TMPDIR} // '/tmp';
	my $self = bless { directory => tempdir('corroborate.XXXXXX', DIR => $parent) }, $class;

	push @all, $self;
	if ($> == 0)
	{
		my (undef, undef, $uid, $gid) = getpwnam('postgres') or die 'there is no user "postgres"';
		chown($uid, $gid, $self->{directory});
	}
	return $self;
}

# Starts a program as the server's user; what it prints goes to the log
sub _fork
{
	my ($self, @command) = @_;
	my $pid = fork() // die "fork: $!";

	return $pid if $pid;
	delete @ENV{ grep { /^PG(?!_)/ } keys %ENV };
	$ENV{LC_ALL} = 'C';
	chdir($self->{directory});
	open(STDIN, '<', '/dev/null');
	open(STDOUT, '>>', "$self->{directory}/log");
	open(STDERR, '>&', \*STDOUT);
	# Ctrl-C is for the test, which stops its servers
	setpgrp(0, 0);
	if ($> == 0)
	{
		my $group = (getpwnam('postgres'))[3];
		unshift @command, 'setpriv', '--reuid=postgres', "--regid=$group", '--init-groups';
	}
	exec(@command) or POSIX::_exit(127);
}

sub _as_server
{
	my ($self, @command) = @_;

	waitpid($self->_fork(@command), 0);
	return $?;
}

END
{
	if ($$ == $main)
	{
		local ($?, $!);
		_heed_none();
		Cluster::Database::end_all();
		# whoever follows before who is followed
		foreach my $server (reverse @all)
		{
			$server->stop;
			remove_tree($server->{directory});
		}
	}
}


package Cluster::Database;

use File::Temp ();
use POSIX ();

my %running;

sub new
{
	my ($class, $name, %where) = @_;

	return bless { name => $name, environment => { %where, PGDATABASE => $name, PGCLIENTENCODING => 'UTF8' } }, $class;
}

# Starts a program with standard input from text, output to a file; returns its process and that file
sub start
{
	my ($self, $input, @command) = @_;
	my ($from, $to) = (File::Temp->new, File::Temp->new);

	print $from $input;
	close($from) or die "write: $!";
	my $pid = fork() // die "fork: $!";
	if ($pid == 0)
	{
		$ENV{$_} = $self->{environment}{$_} foreach keys %{ $self->{environment} };
		delete @SIG{ keys %signals };
		open(STDIN, '<', "$from") or POSIX::_exit(126);
		open(STDOUT, '>', "$to") or POSIX::_exit(126);
		open(STDERR, '>&', \*STDOUT) or POSIX::_exit(126);
		exec(@command) or POSIX::_exit(127);
	}
	$running{$pid} = { output => $to, input => $from };
	return $pid;
}

# Waits for what start() started; returns what it printed, errors included, and its exit status
sub finish
{
	my ($self, $pid) = @_;
	my $printed = $running{$pid}{output};

	waitpid($pid, 0);
	my $status = $?;
	delete $running{$pid};
	open(my $file, '<', "$printed") or die "read: $!";
	local $/;
	return (<$file> // '', $status);
}

sub end_all
{
	kill('TERM', keys %running);
	waitpid($_, 0) foreach keys %running;
}

sub run
{
	my ($self, @command) = @_;

	return $self->finish($self->start('', @command));
}

# psql's options for bare values
sub psql
{
	return qw(psql -X -q -A -t -v ON_ERROR_STOP=1);
}

sub try
{
	my ($self, $sql) = @_;

	return $self->finish($self->start($sql, $self->psql));
}

sub query
{
	my ($self, $sql) = @_;
	my ($text, $status) = $self->try($sql);

	die "$text\nin: $sql\n" if $status != 0;
	chomp($text);
	return $text;
}

sub is_up
{
	my ($self) = @_;
	my (undef, $status) = $self->try('SELECT 1');

	return $status == 0;
}

# The same server's
sub sibling
{
	my ($self, $name) = @_;

	return ref($self)->new($name, %{ $self->{environment} });
}

sub create
{
	my ($self, $name) = @_;

	$self->query("CREATE DATABASE \"$name\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
	return $self->sibling($name);
}

sub drop
{
	my ($self, @names) = @_;

	$self->try(join('', map { "DROP DATABASE IF EXISTS \"$_\" WITH (FORCE);\n" } @names));
}

1;
