#!/usr/bin/perl
#
# The evidence board in a real browser: opens from a file without an error and without the network, and is used by
# mouse and keyboard. The server is the one that PGHOST and so on lead to; the browser is Debian's chromium, driven
# through chromedriver.

use strict;
use warnings;
use utf8;

use Encode qw(encode decode);
use File::Temp qw(tempdir);
use HTTP::Tiny;
use IO::Socket::INET;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep time);

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);

grep { -x "$_/chromedriver" } split /:/, $ENV{PATH} or plan skip_all => 'chromedriver is not installed';

my $database = "corroborate_board_$$";
my $directory = tempdir(CLEANUP => 1);
chmod 0755, $directory;
my ($driver, $session, $port);

# ---- The database

sub psql
{
	my ($db, @arguments) = @_;
	open my $out, '-|', 'sh', '-c', 'exec psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1', 'psql', '-d', $db,
		map { encode('UTF-8', $_) } @arguments or die "psql: $!";
	local $/;
	my $said = decode('UTF-8', <$out>);
	close $out;
	return $said;
}

# Writes a board to a file; returns its address and its text
sub board
{
	my ($name, $call) = @_;
	my $page = psql($database, '-c', "SELECT $call");
	open my $file, '>:encoding(UTF-8)', "$directory/$name.html" or die "$name.html: $!";
	print $file $page;
	close $file;
	return ("file://$directory/$name.html", $page);
}

# ---- The browser

sub command
{
	my ($method, $path, $body) = @_;
	my $answer = HTTP::Tiny->new(timeout => 60)->request($method, "http://127.0.0.1:$port$path",
		{defined $body ? (content => encode_json($body), headers => {'Content-Type' => 'application/json'}) : ()});
	my $value = eval { decode_json($answer->{content})->{value} };
	die "$method $path: $answer->{status} $answer->{content}\n" unless $answer->{success};
	return $value;
}

sub start_browser
{
	my $socket = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "no port: $!";
	$port = $socket->sockport;
	close $socket;
	$driver = fork // die "fork: $!";
	if ($driver == 0)
	{
		setpgrp;
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec 'chromedriver', "--port=$port" or exit 1;
	}
	for (1 .. 100)
	{
		last if HTTP::Tiny->new(timeout => 1)->get("http://127.0.0.1:$port/status")->{success};
		sleep 0.1;
	}
	my $made = command('POST', '/session', {capabilities => {alwaysMatch => {
		browserName => 'chrome',
		'goog:chromeOptions' => {args => ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
			'--window-size=1200,1000', "--user-data-dir=$directory/profile"]},
		'goog:loggingPrefs' => {browser => 'ALL', performance => 'ALL'}}}});
	$session = "/session/$made->{sessionId}";
}

END
{
	my $status = $?;
	eval { command('DELETE', $session) } if $session;
	if ($driver)
	{
		kill 'TERM', -$driver;
		waitpid $driver, 0;
	}
	psql('postgres', '-c', "DROP DATABASE IF EXISTS $database") if $database;
	$? = $status;
}
$SIG{$_} = sub { exit 1 } for qw(INT TERM HUP);

sub open_page { command('POST', "$session/url", {url => $_[0]}) }

# What a script returns; booleans become 1 and 0
sub js
{
	my $value = command('POST', "$session/execute/sync", {script => $_[0], args => [@_[1 .. $#_]]});
	return JSON::PP::is_bool($value) ? ($value ? 1 : 0) : $value;
}

sub press
{
	my ($key) = @_;
	command('POST', "$session/actions", {actions => [{type => 'key', id => 'keys', actions => [
		{type => 'keyDown', value => $key}, {type => 'keyUp', value => $key}]}]});
}

# Of what the browser complained, and what it asked for that is no file of ours
sub complaints { return map { $_->{message} } @{command('POST', "$session/se/log", {type => 'browser'})} }

sub requests
{
	return grep { !m{^(?:file|data|chrome|about)} } map {
		my $message = decode_json(encode('UTF-8', $_->{message}))->{message};
		$message->{method} eq 'Network.requestWillBeSent' ? $message->{params}{request}{url} : ()
	} @{command('POST', "$session/se/log", {type => 'performance'})};
}

sub is_quiet
{
	my ($what) = @_;
	is_deeply([complaints()], [], "$what: no error");
	is_deeply([requests()], [], "$what: nothing asked of the network");
}

my $rows = q{return [...document.querySelectorAll('#rows tr')].map(row => row.cells[0].textContent)};
my $shows = q{return document.getElementById('main').innerText};

# ---- Here it begins

is(psql('postgres', '-c', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"), '', 'a database');
psql($database, '-f', 'examples/ledger.sql');

# A second ledger, with names that are code
my @code = ('<script>document.title = "code"</script>', '"]--x', '</title><b>bold</b>', ']]>', '</script><img src=x onerror=alert(1)>',
	q{'"><svg onload=alert(1)>}, '\u003cscript>', '&lt;b&gt;', 'ريم العلي', '단둥의 소식통');
is(psql($database, '-c', q{SET client_min_messages = warning}, '-c', q{SELECT create_ledger('hostile', unknown_sources => 'add')},
	'-c', 'SET search_path = hostile, public',
	map { my $quoted = "'" . s/'/''/gr . "'"; my $n = $_;
		('-c', "INSERT INTO claim (statement, question, answer) VALUES ($quoted, $quoted, $quoted)",
		'-c', "INSERT INTO document (headline, url) VALUES ($quoted, 'javascript:alert(1)')",
		'-c', "INSERT INTO source (key, name) VALUES ($quoted, $quoted)",
		'-c', "INSERT INTO attestation (claim, said, quote, document) SELECT max(claim.id), said_by($quoted, affiliations => ARRAY[$quoted || '-house'])," .
			"$quoted, (SELECT max(id) FROM document) FROM claim") } @code), "\n", 'a ledger full of code');

# A third: 2,000 claims, and someone to protect
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', q{SELECT create_ledger('large', unknown_sources => 'add')},
	'-c', 'SET search_path = large, public',
	'-c', q{INSERT INTO claim (statement) SELECT 'claim number ' || i FROM generate_series(1, 2000) AS i},
	'-c', q{INSERT INTO attestation (claim, said) SELECT c, ('voice-' || c * i % 97 || '<origin-' || c * i % 31)::attribution
		FROM generate_series(1, 2000) AS c, generate_series(1, 4) AS i},
	), "\n", '2,000 claims');
my $jane = psql($database, '-c', q{SELECT large.add_confidential_source(identity => 'Jane Roe')}) =~ s/\s//gr;
is(psql($database, '-c', 'SET search_path = large, public',
	'-c', qq{INSERT INTO attestation (claim, said, quote, recorded_at, accepted_at) VALUES (7, '$jane', 'what Jane said', '2020-02-03 04:05Z', '2020-02-03 04:05Z')},
	'-c', qq{SELECT status FROM attest(8, '$jane<*', quote => 'and again')}), "corroborated\n", 'someone confidential speaks');

my ($story, $page) = board('story', "evidence_board('newsroom')");
unlike($page, qr{\b(?:src|href)="https?:}, 'the page refers to nothing outside');
like($page, qr{default-src 'none'}, 'its policy forbids the network');
start_browser();

# The story
open_page($story);
is(js('return document.title'), 'The evidence board of newsroom', 'the story opens');
is_deeply(js($rows), [1 .. 13], 'all claims');
is_quiet('the list');

js(q{document.querySelector('#column-corroboration button').click()});
is(js(q{return document.querySelector('#column-corroboration').getAttribute('aria-sort')}), 'descending', 'sorted by number of sources');
my $counts = js(q{return [...document.querySelectorAll('#rows tr')].map(row => Number(row.cells[3].textContent))});
is_deeply($counts, [sort { $b <=> $a } @$counts], 'most first');
js(q{document.querySelector('#column-corroboration button').click()});
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].map(row => Number(row.cells[3].textContent))}), [reverse @$counts], 'fewest first');

js(q{const box = document.getElementById('words'); box.value = 'smuggling ore'; box.dispatchEvent(new Event('input'))});
is_deeply(js($rows), [4], 'found by words');
js(q{const box = document.getElementById('words'); box.value = ''; box.dispatchEvent(new Event('input'))});
js(q{const choice = document.getElementById('only'); choice.value = 'disputed'; choice.dispatchEvent(new Event('change'))});
is_deeply(js($rows), [1], 'filtered: disputed');
js(q{const choice = document.getElementById('only'); choice.value = ''; choice.dispatchEvent(new Event('change'))});

js(q{document.querySelector('#column-id button').click()});
press('j');
press('j');
is(js('return document.activeElement.getAttribute("href")'), '#claim/2', 'j walks down the list');
press('k');
press("\x{E007}");
is(js('return location.hash'), '#claim/1', 'Enter opens');
like(js($shows), qr/A trade representative.*disputed.*HISTORY OF THE FLAG.*flag raised.*flag withdrawn/si, 'a claim, and the history of its flag');
is(js(q{return document.querySelectorAll('figure svg').length}), 1, 'its drawing');
cmp_ok(js(q{return document.querySelector('figure svg').getBoundingClientRect().height}), '>', 20, 'which takes room');
press("\x{E00C}");
is(js('return location.hash'), '#claims', 'Escape goes back');
press('/');
is(js('return document.activeElement.id'), 'words', 'the slash goes to the search');

open_page("$story#source/dalian-2");
like(js($shows), qr/dalian-2.*What if it were discredited\?.*uncorroborated.*→.*unsupported/si, 'a source, and what if');
is_quiet('claims and sources');

# Names that are code
my ($hostile) = board('hostile', q{evidence_board('hostile', '<i>title</i>')});
open_page($hostile);
is(js('return document.title'), '<i>title</i>', 'a title that is code is text');
is(js('return document.querySelectorAll("main b, main script, main img, h1 i").length'), 0, 'no element came of names');
for my $i (1 .. @code)
{
	open_page("$hostile#claim/$i");
	is(js(q{return document.querySelector('h2').textContent}), $code[$i - 1], "claim $i");
	is(js(q{return document.querySelector('blockquote').textContent}), $code[$i - 1], "quote $i");
	is(js(q{return document.querySelectorAll('main b, main script, main img, main [onload], main [onerror], main a[href^="javascript:"]').length}), 0, "nothing came alive in $i");
	ok(js(q{return document.querySelector('figure svg') !== null && document.querySelector('figure svg').textContent.includes(arguments[0].slice(0, 5))}, $code[$i - 1]),
		"drawing $i has it as text");
}
is_quiet('hostile names');

# Many claims, and what is confidential
my $start = time;
(my $large, $page) = board('large', q{evidence_board('large')});
note(sprintf('2,000 claims: %.1f s, %.1f MB', time - $start, length($page) / 1e6));
unlike($page, qr/Jane/, 'who a confidential source is, and what it said, is not in it');
unlike($page, qr/2020-02-03/, 'nor when');
like($page, qr/$jane/, 'its key is');
open_page($large);
is(scalar @{js($rows)}, 2000, '2,000 claims open');
open_page("$large#claim/7");
like(js($shows), qr/date withheld/, 'its date is withheld');
is(js(q{return [...document.querySelectorAll('a')].filter(a => a.href.includes(arguments[0])).length}, $jane), 0, 'it has no page');
open_page("$large#source/voice-3");
like(js($shows), qr/All that rests on it/i, 'others have');
is_quiet('2,000 claims');
(undef, $page) = board('full', q{evidence_board('large', with_confidential => true)});
like($page, qr/what Jane said/, 'all of it where that is asked for');
unlike($page, qr/Jane Roe/, 'but never who it is');

done_testing();
