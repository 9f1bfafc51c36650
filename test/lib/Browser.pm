# Browser.pm: a real browser, for what is looked at: Debian's chromium without a window, driven through chromedriver.
#
#   Browser->missing                              why there is none, or nothing
#   my $browser = Browser->new(width => 1200, height => 1000);
#   $browser->open("file:///...");
#   $browser->js('return document.title', ...)    what a script returns; booleans become 1 and 0
#   $browser->click('#selector'); $browser->press('j');
#   $browser->media('prefers-color-scheme' => 'dark');
#   $browser->width(390);                         a phone's, say
#   $browser->devtools('Page.printToPDF', {});    what the developers' tools can do
#   $browser->told                                what those are told who cannot see: {role, name, description} ...
#   $browser->screenshot($file);
#   $browser->complaints                          what the browser complained of since it was last asked
#   $browser->requests                            and what it asked for that is no file of ours
#
# The browser's directory is temporary. It is gone when the test ends, also when it is told to end.

package Browser;

use strict;
use warnings;

use Encode qw(decode encode);
use File::Temp qw(tempdir);
use HTTP::Tiny;
use IO::Socket::INET;
use JSON::PP;
use MIME::Base64 qw(decode_base64);
use Time::HiRes qw(sleep);

use constant PATIENCE => 300;    # seconds

my @all;
my $main = $$;

$SIG{$_} ||= sub { exit 1 } for qw(INT TERM HUP);

sub missing
{
	return 'chromedriver is not installed: tools/setup --tests installs it' unless grep { -x "$_/chromedriver" } split(/:/, $ENV{PATH});
	return;
}

sub new
{
	my ($class, %window) = @_;
	my $self = bless({ directory => tempdir(CLEANUP => 1), width => $window{width} || 1200, height => $window{height} || 1000 }, $class);
	push(@all, $self);
	$self->_start_driver;
	my $made = $self->_command('POST', '/session', { capabilities => { alwaysMatch => {
		browserName => 'chrome',
		'goog:chromeOptions' => { args => [ '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
			'--hide-scrollbars', "--window-size=$self->{width},$self->{height}", "--user-data-dir=$self->{directory}/profile" ] },
		'goog:loggingPrefs' => { browser => 'ALL', performance => 'ALL' } } } });
	$self->{session} = "/session/$made->{sessionId}";
	$self->_command('POST', "$self->{session}/timeouts", { script => 1000 * PATIENCE, pageLoad => 1000 * PATIENCE });
	$self->width($self->{width});
	return $self;
}

sub _start_driver
{
	my ($self) = @_;
	my $socket = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "no port: $!";
	$self->{port} = $socket->sockport;
	close($socket);
	$self->{driver} = fork() // die "fork: $!";
	if ($self->{driver} == 0)
	{
		setpgrp;
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', '/dev/null');
		exec('chromedriver', "--port=$self->{port}") or exit 1;
	}
	for (1 .. 100)
	{
		return if HTTP::Tiny->new(timeout => 1)->get("http://127.0.0.1:$self->{port}/status")->{success};
		sleep(0.1);
	}
	die "chromedriver does not answer\n";
}

sub _command
{
	my ($self, $method, $path, $body) = @_;
	my $answer = HTTP::Tiny->new(timeout => PATIENCE + 10)->request($method, "http://127.0.0.1:$self->{port}$path",
		{ defined $body ? (content => encode_json($body), headers => { 'Content-Type' => 'application/json' }) : () });
	my $value = eval { decode_json($answer->{content})->{value} };
	die "$method $path: $answer->{status} $answer->{content}\n" unless $answer->{success};
	return $value;
}

# A file's name may have any bytes
sub open
{
	my ($self, $address) = @_;
	utf8::encode($address) if utf8::is_utf8($address);
	$address =~ s/([^!-~])/sprintf('%%%02X', ord $1)/ge;
	return $self->_command('POST', "$self->{session}/url", { url => $address });
}

sub js
{
	my ($self, $script, @arguments) = @_;
	my $value = $self->_command('POST', "$self->{session}/execute/sync", { script => $script, args => \@arguments });
	return JSON::PP::is_bool($value) ? ($value ? 1 : 0) : $value;
}

# The same of a script that calls its last argument with what it returns
sub js_later
{
	my ($self, $script, @arguments) = @_;
	return $self->_command('POST', "$self->{session}/execute/async", { script => $script, args => \@arguments });
}

sub click
{
	my ($self, $selector) = @_;
	my $found = $self->_command('POST', "$self->{session}/element", { using => 'css selector', value => $selector });
	return $self->_command('POST', "$self->{session}/element/" . (values %$found)[0] . '/click', {});
}

sub press
{
	my ($self, $key) = @_;
	return $self->_command('POST', "$self->{session}/actions", { actions => [ { type => 'key', id => 'keys', actions => [
		{ type => 'keyDown', value => $key }, { type => 'keyUp', value => $key } ] } ] });
}

sub devtools
{
	my ($self, $what, $parameters) = @_;
	return $self->_command('POST', "$self->{session}/goog/cdp/execute", { cmd => $what, params => $parameters });
}

sub told
{
	my ($self) = @_;
	return map { my $node = $_; +{ map { $_ => $node->{$_}{value} // '' } qw(role name description) } }
	  grep { !$_->{ignored} } @{ $self->devtools('Accessibility.getFullAXTree', {})->{nodes} };
}

sub media
{
	my ($self, %features) = @_;
	my $medium = delete $features{medium};
	return $self->devtools('Emulation.setEmulatedMedia',
		{ media => $medium // '', features => [ map { { name => $_, value => $features{$_} } } sort keys %features ] });
}

sub width
{
	my ($self, $width, $height) = @_;
	return $self->devtools('Emulation.setDeviceMetricsOverride',
		{ width => $width + 0, height => ($height || $self->{height}) + 0, deviceScaleFactor => 1, mobile => $JSON::PP::false });
}

sub screenshot
{
	my ($self, $name) = @_;
	CORE::open(my $file, '>:raw', $name) or die "$name: $!";
	print $file decode_base64($self->_command('GET', "$self->{session}/screenshot"));
	close($file) or die "$name: $!";
	return;
}

sub complaints
{
	my ($self) = @_;
	return map { $_->{message} } @{ $self->_command('POST', "$self->{session}/se/log", { type => 'browser' }) };
}

sub requests
{
	my ($self) = @_;
	my @log = map { decode_json(encode('UTF-8', $_->{message}))->{message} }
	  @{ $self->_command('POST', "$self->{session}/se/log", { type => 'performance' }) };
	return grep { !m{^(?:file|data|chrome|about)} } map { $_->{params}{request}{url} } grep { $_->{method} eq 'Network.requestWillBeSent' } @log;
}

sub DESTROY { }

END
{
	my $status = $?;
	foreach my $self ($$ == $main ? @all : ())
	{
		eval { $self->_command('DELETE', $self->{session}) } if $self->{session};
		next unless $self->{driver};
		kill('TERM', -$self->{driver});
		waitpid($self->{driver}, 0);
	}
	$? = $status;
}

1;
