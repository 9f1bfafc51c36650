#!/usr/bin/perl
#
# Nothing protected leaves the desk: every way out is walked with everything that hangs on a confidential source, however
# it does. A word of its own is planted in each place of a ledger that holds words or times; for each way out and each
# relation the test says which of them show. A new way, relation or column is a new row of the tables below, and the
# catalog says where one is missing. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Encode qw(decode encode);
use File::Temp ();
use FindBin;
use POSIX ();
use Test::More;

use lib "$FindBin::Bin/../lib";
use Cluster;

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $postgres = Cluster::Database->new('postgres');
my $database = "corroborate_protected_$$";
my %role = map { $_ => "protected_${_}_$$" } qw(owner outsider tipster reporter intern editor);
my $db;
END
{
	if ($db)
	{
		$postgres->drop($database);
		$postgres->try(join('', map { "DROP ROLE IF EXISTS $_;\n" } sort values %role));
	}
}

# Where tools/with_cluster keeps its server's log
my $log = ($ENV{PGHOST} // '') =~ m{^/} && -r "$ENV{PGHOST}/log" ? "$ENV{PGHOST}/log" : undef;
my $log_start = $log ? -s $log : 0;

# What psql says to a role, errors and all else that it is told included
sub as
{
	my ($who, @commands) = @_;
	my $script = join("\n", "SET SESSION AUTHORIZATION $role{$who};", q{SET search_path = paper, public; SET timezone = 'UTC';},
		map { /;\s*$/ ? $_ : "$_;" } @commands);
	my ($said) = $db->finish($db->start(encode('UTF-8', $script), qw(psql -X -q -A -t -v VERBOSITY=verbose)));
	return decode('UTF-8', $said);
}

# ---- The columns of a ledger, and what of them goes where
#
# For the board, for PROV-XML and for sheets: "open" shows unless what it belongs to is protected, "always" shows also
# then, "never" shows to nobody. "-" is not a place for words: keys, which are in evidence, and words of fixed lists; or,
# for sheets, shows where somebody said something. All of it is for
# reporters to read, but what is "editors'". Columns of views are those of the tables that they are made of.

my %columns;
foreach my $line (split /\n/, <<'TABLE')
	source.key                      always  always  -
	source.name                     open    open    never
	source.kind                     -       -       -
	source.affiliations             always  always  -
	source.relies_on                never   never   never
	source.feeds                    never   never   never
	source.note                     never   never   never
	source.added_at                 never   never   never
	source.added_by                 never   never   never
	source_alias.alias              open    never   -
	source_alias.source             -       -       -
	source_alias.added_at           never   never   never
	source_alias.added_by           never   never   never
	source_rating.source            -       -       -
	source_rating.rated_at          never   never   never
	source_rating.reason            never   never   never
	source_rating.rated_by          never   never   never
	source_identity.source          -       -       -    editors'
	source_identity.identity        never   never   never    editors'
	source_identity.held_by         never   never   never    editors'
	document.publisher              -       -       -
	document.headline               open    open    open
	document.url                    open    open    open
	document.language               -       -       -
	document.published_at           open    open    open
	document.published_as           open    never   never
	document.credits                never   open    never
	document.item                   never   never   never
	document.version                never   never   never
	document.status                 -       -       -
	document.feed                   never   never   never
	document.added_at               never   never   never
	document.added_by               never   never   never
	document.accepted_at            never   never   never
	document.accepted_by            never   never   never
	claim.statement                 always  always  -
	claim.question                  always  never   -
	claim.comparator                -       -       -
	claim.unit                      always  never   -
	claim.answer                    always  never   -
	claim.holds                     always  never   never
	claim.added_at                  never   never   never
	claim.added_by                  never   never   never
	claim.evidence                  -       -       -
	claim.corroborated_at           never   never   never
	claim.ruling                    -       -       -
	claim.status                    -       -       -
	attestation.said                -       -       -
	attestation.quote               open    open    open
	attestation.quote_language      -       -       -
	attestation.translator          never   never   open
	attestation.said_at             open    open    open
	attestation.recorded_at         open    never   never
	attestation.recorded_by         never   never   never
	attestation.accepted_at         never   never   never
	attestation.accepted_by         never   never   never
	attestation.retracted_at        open    open    never
	attestation.retracted_by        never   never   never
	attestation.retraction_reason   open    open    never
	attestation.sheet               never   never   never
	attestation.sheet_row           never   never   never
	ruling.verdict                  -       -       -
	ruling.why                      open    never   never
	ruling.by                       open    never   never
	ruling.at                       open    never   never
	publication.at                  open    open    never
	publication.by                  never   never   never
	claim_event.at                  open    never   never
	claim_event.change              -       -       -
	claim_event.from_status         -       -       -
	claim_event.to_status           -       -       -
	claim_event.cause               open    never   never
	claim_event.by                  never   never   never
	desk.statement                  view
	desk.status                     view
	desk.ruling                     view
	desk.why                        view
	desk.last_change                view
	desk.says_both                  view
	says_both.source                view
	would_fall.source               view
	contested.question              view
	contested.answer                view
	contested.status                view
	contested.other_answer          view
	contested.other_status          view
	contested.behind_both           view
	source_label.source             view
	source_label.label              view
	source_label.skeleton           view
	source_label.words              view
	source_label.core               view
	source_label.list               view
	source_label.site               view
	same_answer.word                never   never
	same_answer.means               never   never
	same_answer.added_at            never   never
	same_answer.added_by            never   never
	verdict_word.word               never   never
	verdict_word.means              -       -
	verdict_word.added_at           never   never
	verdict_word.added_by           never   never
	claim_review.verdict            never   never
	claim_review.rating             never   never
	claim_review.added_at           never   never
	claim_review.added_by           never   never
	undecided_review.statement      view
	undecided_review.reviewer       view
	undecided_review.url            view
	undecided_review.verdict        view
	undecided_review.rating         view
	answer_meaning.word             view
	answer_meaning.means            view
	answered.question               view
	answered.asked                  view
	answered.answer                 view
	answered.means                  view
	answered.unit                   view
	answered.allows                 view
	answered.holds                  view
	answered.status                 view
	answered.corroborated_at        view
	answered.ruling                 view
	answered.evidence               view
	other_answer.question           view
	other_answer.answer             view
	other_answer.status             view
	other_answer.other_answer       view
	other_answer.other_status       view
	other_answer.other_since        view
	other_answer.other_ruling       view
	other_answer.behind_both        view
	to_correct.headline             view
	to_correct.url                  view
	to_correct.published            view
	to_correct.statement            view
	to_correct.problem              view
	to_correct.since                view
	to_correct.cause                view
	cancelled_document.at           view
	cancelled_attestation.item      view
	cancelled_attestation.publisher view
	pending.statement               view
	pending.status                  view
	pending.said                    view
	pending.quote                   view
	pending.reason                  view
	pending.recorded_at             view
	pending.recorded_by             view
	to_accept.change                view
	to_accept.publisher             view
	to_accept.feed                  view
	to_accept.item                  view
	to_accept.version               view
	to_accept.headline              view
	to_accept.added_at              view
	to_accept.added_by              view
	proposal.kind                   -       -       -       editors'
	proposal.subject                never   never   never   editors'
	proposal.object                 never   never   never   editors'
	proposal.suggests               never   never   never   editors'
	proposal.because                never   never   never   editors'
	proposal.evidence               never   never   never   editors'
	proposal.made_at                never   never   never   editors'
	proposal.decided_at             never   never   never   editors'
	proposal.decided_by             never   never   never   editors'
	proposal.verdict                -       -       -       editors'
	proposal.why                    never   never   never   editors'
	proposal.take_back              never   never   never   editors'
	proposals.kind                  view
	proposals.because               view
	proposals.subject               view
	proposals.object                view
	proposals.suggests              view
	proposals.evidence              view
	proposals.made_at               view
	fingerprint_key.key             -       -       -    editors'
	protected_name.name             view
	protected_name.source           view
TABLE
{
	my ($name, @of) = split ' ', $line;
	$columns{$name} = { board => $of[0], prov => $of[1] // '', sheet => $of[2] // '', reader => $of[3] // '' };
}
# Of relations without words and times
my @without = qw(replaced protected_document protected_attestation);

# ---- Words, and times, which are words too

my @words;

# protected: whether what it belongs to is; more: what shows of it where, if it is otherwise than its column says
sub plant
{
	my ($column, $protected, %more) = @_;
	my $number = @words + 1;
	my $is_time = $column =~ /(?:_at|\.at|\.holds)$/;
	my $word = $is_time ? POSIX::strftime('%Y-%m-%d', gmtime(86400 * $number)) : sprintf('zq%05dz', $number);

	die "$column is in no table" unless $columns{$column};
	push @words, { word => $word, column => $column, protected => $protected ? 1 : 0, %more };
	return $column =~ /\.holds$/ ? "[$word,)" : $is_time ? "$word 12:00Z" : $word;
}

# What may be in what is for everybody to read, unless it is protected
my %in_public = (
	page => qr/^(?:source\.(?:key|name)|document\.(?:url|published_at)|claim\.statement|attestation\.said_at)$/,
	statements => qr/^(?:source\.key|document\.headline|claim\.(?:question|answer|unit)|attestation\.(?:quote|said_at))$/);

# Whether it is to show there; undef: that is not asked
sub shows
{
	my ($word, $way) = @_;
	my $of = $columns{ $word->{column} };

	return $word->{ $way->{column} } if exists $word->{ $way->{column} } && !$way->{with};
	return $word->{ $way->{column} . '_with' } if exists $word->{ $way->{column} . '_with' } && $way->{with};
	return $of->{reader} ne q{editors'} ? 1 : 0 if $way->{column} eq 'reader';
	return 1 if $way->{column} eq 'all';
	# what is for everybody to read: of what is protected nothing, not even keys
	return $word->{protected} || $word->{column} !~ $in_public{ $way->{column} } ? 0 : undef if $in_public{ $way->{column} };
	return 0 if $way->{column} eq 'none';
	return $word->{column} =~ /^source\.(?:key|affiliations)$/ ? 1 : 0 if $way->{column} eq 'evidence';
	my $rule = $of->{ $way->{column} };
	return undef if $rule eq '-';
	return $rule eq 'always' || ($rule eq 'open' && ($way->{with} || !$word->{protected})) ? 1 : 0;
}

sub literal { my ($text) = @_; return defined $text ? q{'} . $text =~ s/'/''/gr . q{'} : 'NULL' }

# ---- The ledger, and who is protected

$postgres->query(join('', map { "CREATE ROLE $_;\n" } sort values %role));
$db = $postgres->create($database);
$db->query("ALTER DATABASE $database OWNER TO $role{owner}; CREATE EXTENSION corroborate;");
unlike(as('owner', q{SELECT create_ledger('paper', announce => true)},
		"SELECT grant_ledger('paper', tipster => '$role{tipster}', reporter => '$role{reporter}', editor => '$role{editor}')",
		"SELECT grant_ledger('paper', reporter => '$role{intern}')"), qr/ERROR/, 'a ledger');

my $relation = 'who is who';
my $setup = '';

sub source
{
	my ($key, $protected, %more) = @_;
	my @at = (relation => $relation);
	# PROV-XML never tells it of who is protected, the board only with a page of its own
	my $name = $more{nameless} ? undef : plant('source.name', $protected, @at, $protected ? (prov_with => 0) : (), $more{unmentioned} ? (board_with => 0) : ());
	my $note = plant('source.note', $protected, @at);
	$setup .= sprintf("INSERT INTO source (key, name, kind, affiliations, confidential, feeds, note, added_at, added_by) VALUES (%s, %s, 'person', '{%s}', %s, '{%s}', %s, %s, %s);\n",
		literal($key), literal($name), $more{affiliations} // '', $more{confidential} ? 'true' : 'false',
		plant('source.feeds', $protected, @at), map { literal($_) } $note, plant('source.added_at', $protected, @at), plant('source.added_by', $protected, @at));
	$setup .= sprintf("UPDATE source SET reliability = 0.5 WHERE key = %s;\n"
		. "UPDATE source_rating SET reason = %s, rated_at = %s, rated_by = %s WHERE source = %1\$s;\n", map { literal($_) } $key,
		plant('source_rating.reason', $protected, @at), plant('source_rating.rated_at', $protected, @at), plant('source_rating.rated_by', $protected, @at));
	return $key;
}

sub alias
{
	my ($alias, $source, $protected) = @_;
	$setup .= sprintf("INSERT INTO source_alias (alias, source, added_at, added_by) VALUES (%s, %s, %s, %s);\n", map { literal($_) } $alias, $source,
		plant('source_alias.added_at', $protected, relation => $relation), plant('source_alias.added_by', $protected, relation => $relation));
	return $alias;
}

# What a confidential source is called shows by its key alone. Where with_confidential shows it is not asked
sub secret_name
{
	return plant('source_alias.alias', 1, relation => $relation, board_with => undef, prov_with => undef);
}

my $jane = source('source-' . plant('source.key', 1, relation => $relation), 1, confidential => 1, nameless => 1,
	affiliations => plant('source.affiliations', 1, relation => $relation));
$setup .= sprintf("INSERT INTO source_identity (source, identity, held_by) VALUES ('%s', '%s', '%s');\n", $jane,
	plant('source_identity.identity', 1, relation => $relation), plant('source_identity.held_by', 1, relation => $relation));
my $spelt = alias(secret_name(), $jane, 1);
# another spelling that is registered, too
my $registered = source(secret_name(), 1, unmentioned => 1);
alias($registered, $jane, 1);
# others, to be written in texts: plain, accented, of two words, with marks that JSON escapes
my $named = alias(secret_name(), $jane, 1);
my $accented = alias('Zoë-' . secret_name(), $jane, 1);
my $of_two = alias('Jane ' . secret_name(), $jane, 1);
my $quoted = alias('Jane "' . secret_name() . '" R\\o', $jane, 1);
# a confidential key that turned out to be another spelling of somebody on record
my $ana = source('ana-' . plant('source.key', 1, relation => $relation), 1);
my $ana_key = alias(source(secret_name(), 1, confidential => 1, nameless => 1), $ana, 1);
# somebody else, on record, with another spelling; and one who counts with her
my $nurse = source('nurse-' . plant('source.key', 0, relation => $relation), 0, affiliations => plant('source.affiliations', 0, relation => $relation));
# a list that has it from somebody
$setup .= sprintf("UPDATE source SET relies_on = '{%s}' WHERE key = %s;\n", plant('source.relies_on', $_, relation => $relation),
	literal(source('list-' . plant('source.key', $_, relation => $relation, board => 0, board_with => 0, prov => 0, prov_with => 0, evidence => 0), $_, nameless => 1))) foreach 0, 1;
my $nurse_spelt = alias(plant('source_alias.alias', 0, relation => $relation), $nurse, 0);
my $husband = source('husband-' . plant('source.key', 0, relation => $relation), 0, affiliations => $spelt);
my $post = source('post-' . plant('source.key', 0, relation => $relation), 0);

# ---- Relations: documents, with what of their columns matters, and what is said, in which of them
#
# All documents and statements of a relation are protected, but those that are "open". In each document something is
# said by somebody who is nobody's secret; each has been used for a claim.

my %hers = (publisher => $jane);
my @relations = (
	# nothing to protect: what is here must show
	[ 'nobody is protected', [ wire => { open => 1 }, copy => { open => 1, republishes => 'wire' }, newer => { open => 1, supersedes => 'wire' } ],
		[ [ $nurse, { open => 1 } ], [ "post-x<$nurse_spelt", { open => 1 } ], [ "!$nurse", { open => 1 } ] ] ],
	# documents
	[ 'she publishes', [ hers => {%hers} ] ],
	[ 'she publishes under another spelling', [ hers => { publisher => $registered } ] ],
	[ 'a copy of what she publishes under another spelling', [ hers => { publisher => $registered }, copy => { republishes => 'hers' } ] ],
	[ 'one whose other spelling is confidential publishes', [ hers => { publisher => $ana } ] ],
	[ 'a copy of hers', [ hers => {%hers}, copy => { republishes => 'hers' } ] ],
	[ 'a copy of a copy of hers', [ hers => {%hers}, copy => { republishes => 'hers' }, further => { republishes => 'copy' } ] ],
	[ 'what supersedes hers', [ hers => {%hers}, newer => { supersedes => 'hers' } ] ],
	[ 'a copy of what supersedes hers', [ hers => {%hers}, newer => { supersedes => 'hers' }, copy => { republishes => 'newer' } ] ],
	[ 'what supersedes a copy of hers', [ hers => {%hers}, copy => { republishes => 'hers' }, newer => { supersedes => 'copy' } ] ],
	[ 'what supersedes what supersedes hers', [ hers => {%hers}, newer => { supersedes => 'hers' }, newest => { supersedes => 'newer' } ] ],
	[ 'the original of hers', [ original => {}, hers => { %hers, republishes => 'original' } ] ],
	[ 'another copy of the original of hers', [ original => {}, hers => { %hers, republishes => 'original' }, other => { republishes => 'original' } ] ],
	[ 'what hers supersedes', [ older => {}, hers => { %hers, supersedes => 'older' } ] ],
	[ 'a copy of what hers supersedes', [ older => {}, hers => { %hers, supersedes => 'older' }, copy => { republishes => 'older' } ] ],
	[ 'the original of what hers supersedes', [ original => {}, older => { republishes => 'original' }, hers => { %hers, supersedes => 'older' } ] ],
	[ 'another version of an item in which she speaks', [ first => { publisher => $post, item => 'urn:1' }, second => { publisher => $post, item => 'urn:1' } ],
		[ [ $jane, { in => 'second' } ] ] ],
	[ 'another publisher\'s item of the same name', [ hers => { %hers, item => 'urn:2' }, other => { open => 1, publisher => $post, item => 'urn:2' } ] ],
	# credits
	[ 'credited by her key', [ document => { credits => qq([{"role": "reporter", "name": "$jane"}]) } ] ],
	[ 'credited under another spelling', [ document => { credits => qq([{"role": "reporter", "name": "$spelt"}]) } ] ],
	[ 'credited in the form of an object', [ document => { credits => qq({"written": "$spelt"}) } ] ],
	[ 'credited in a list within an object', [ document => { credits => qq({"written": ["someone", "$spelt"]}) } ] ],
	[ 'credited somewhere deep', [ document => { credits => qq({"by": [{"who": {"names": ["$spelt"]}}]}) } ] ],
	[ 'credited as a role', [ document => { credits => qq({"$spelt": "someone"}) } ] ],
	[ 'credited with others', [ document => { credits => qq([{"name": "By $named\\u2019s colleagues, and agencies"}]) } ] ],
	[ 'credited in capitals', [ document => { credits => sprintf('[{"name": "BY %s"}]', uc $named) } ] ],
	[ 'credited in decomposed characters', [ document => { credits => sprintf('[{"name": "%s"}]', $accented =~ s/ë/e\x{308}/r) } ] ],
	[ 'credited without accents', [ document => { credits => sprintf('[{"name": "%s"}]', $accented =~ s/ë/e/r) } ] ],
	[ 'credited in wide characters', [ document => { credits => sprintf('[{"name": "%s"}]', $named =~ tr/a-z0-9/ａ-ｚ０-９/r) } ] ],
	[ 'credited with a soft hyphen', [ document => { credits => sprintf('[{"name": "%s"}]', $named =~ s/q/q\x{AD}/r) } ] ],
	[ 'credited over two lines', [ document => { credits => sprintf('[{"name": "%s"}]', $of_two =~ s/ /\\n  /r) } ] ],
	[ 'credited with quotation marks', [ document => { credits => sprintf('[{"name": "%s"}]', $quoted =~ s/(["\\])/\\$1/gr) } ] ],
	[ 'a copy of what she is credited in', [ document => { credits => qq("$jane") }, copy => { republishes => 'document' } ] ],
	[ 'the original of what she is credited in', [ original => {}, document => { credits => qq("$jane"), republishes => 'original' } ] ],
	# other words of documents
	[ 'a headline names her', [ document => { headline => "What $named saw" } ] ],
	[ 'an address names her', [ document => { url => "https://example.org/\U$named" } ] ],
	[ 'an item names her', [ document => { item => "urn:$named:1" } ] ],
	[ 'received from her', [ document => { feed => $jane } ] ],
	[ 'a version names her', [ document => { version => "2 ($named)" } ] ],
	# what is said, and in which documents
	[ 'she says so', [], [ [$jane] ] ],
	[ 'she says so under another spelling', [], [ [$spelt], ["$registered<*"] ] ],
	[ 'one whose other spelling is confidential says so', [], [ [$ana], [$ana_key] ] ],
	[ 'she denies it', [], [ ["!$spelt"] ] ],
	[ 'she is cited', [], [ ["$post<$jane"], ["$nurse<($jane,?)"] ] ],
	[ 'she is cited under another spelling', [], [ ["$post<$spelt"] ] ],
	[ 'she is cited by one who is cited', [], [ ["$post<wire-x<$spelt<*"] ] ],
	[ 'somebody is said to belong to her', [], [ ["$post\@$spelt"], ["$nurse<witness-x\@$jane"] ] ],
	[ 'she is waiting to be accepted', [ document => {} ], [ [ $jane, { in => 'document', pending => 1 } ] ] ],
	[ 'she was retracted', [ document => {} ], [ [ $spelt, { in => 'document', retracted => 1 } ] ] ],
	[ 'she was replaced', [ document => {} ], [ [ $jane, { in => 'document' } ], [ $jane, {} ] ] ],
	[ 'she speaks in a document', [ document => {} ], [ [ $jane, { in => 'document' } ] ] ],
	[ 'she speaks in a document under another spelling', [ document => {} ], [ [ $spelt, { in => 'document' } ] ] ],
	[ 'she is cited in a document', [ document => {} ], [ [ "$post<wire-x<$spelt", { in => 'document' } ] ] ],
	[ 'somebody in a document is said to belong to her', [ document => {} ], [ [ "$post\@$spelt", { in => 'document' } ] ] ],
	[ 'a copy of what she speaks in', [ document => {}, copy => { republishes => 'document' } ], [ [ $jane, { in => 'document' } ] ] ],
	[ 'the original of what she speaks in', [ original => {}, document => { republishes => 'original' } ], [ [ $jane, { in => 'document' } ] ] ],
	[ 'what supersedes what she speaks in', [ document => {}, newer => { supersedes => 'document' } ], [ [ $jane, { in => 'document' } ] ] ],
	# people's own words
	[ 'a quote names her', [], [ [ $nurse, { quote => "It was $named" } ] ] ],
	[ 'a quote names her in capitals', [], [ [ $nurse, { quote => "It was \U$named" } ] ] ],
	[ 'a translator is named as she is', [], [ [ $nurse, { translator => $named } ] ] ],
	[ 'a reason names her', [], [ [ $nurse, { reason => "$named knows better" } ] ] ],
	[ 'a cause names her', [], [], { cause => "attestation of $spelt", dates => 1 } ],
	[ 'a cause names her by her key', [], [], { cause => "$jane discredited", dates => 1 } ],
	[ 'a cause says what a name stands for', [], [], { cause => "$registered is $jane", dates => 1 } ],
	[ 'a cause is the number of a document of hers', [ hers => {%hers} ], [], { cause => 'document NUMBER changed' } ],
	[ 'a ruling names her', [], [], { why => "as $named says", dates => 1 } ],
	# who counts with her is on record, and so is what he says
	[ 'somebody is registered as belonging to her', [], [ [ $husband, { open => 1 } ] ] ],
);

# ---- Planting

sub document
{
	my ($label, $columns, $claim, $documents) = @_;
	my $protected = !$columns->{open};
	my @at = ($protected, relation => $relation);
	my $credit = plant('document.credits', @at);
	my $credits = $columns->{credits} // qq([{"role": "writer", "name": "someone"}]);
	# an object or array that is in the way of what PROV-XML looks for keeps its form
	$credits = $credits =~ /^\[/ ? $credits =~ s/\]$/, {"name": "$credit"}]/r : $credits =~ /^\{/ ? $credits =~ s/\}$/, "checked": "$credit"}/r : "[$credits, {\"name\": \"$credit\"}]";

	$documents->{$label} = 1 + keys %$documents;
	my $number = 100 * $claim + $documents->{$label};
	my %row = (
		id => $number, publisher => $columns->{publisher}, language => 'en', status => 'usable', credits => $credits,
		headline => join(' ', grep { defined } plant('document.headline', @at), $columns->{headline}),
		url => ($columns->{url} // 'https://example.org') . '/' . plant('document.url', @at),
		(map { $_ => $columns->{$_} // plant("document.$_", @at) } qw(item version feed)),
		(map { $_ => plant("document.$_", @at) } qw(published_at published_as added_at added_by accepted_at accepted_by)),
		map { $_ => defined $columns->{$_} ? 100 * $claim + $documents->{ $columns->{$_} } : undef } qw(republishes supersedes));
	my @names = sort keys %row;
	$setup .= sprintf("INSERT INTO document (%s) VALUES (%s);\n", join(', ', @names), join(', ', map { literal($row{$_}) } @names));
	$setup .= sprintf("INSERT INTO publication (document, claim, at, by) VALUES (%d, %d, '%s', '%s');\n", $number, $claim,
		plant('publication.at', @at), plant('publication.by', @at));
	return $number;
}

my $attestations = 0;

sub statement
{
	my ($said, $how, $claim, $document, $undated) = @_;
	my $protected = !$how->{open};
	# PROV-XML leaves out what is pending
	my @at = ($protected, relation => $relation, $how->{pending} ? (prov => 0, prov_with => 0) : ());
	my $retracted = $how->{retracted} || $how->{reason};
	my %row = (
		claim => $claim, id => ++$attestations, said => $said, document => $document, quote_language => 'en',
		quote => join(' ', grep { defined } plant('attestation.quote', @at), $how->{quote}), translator => $how->{translator} // plant('attestation.translator', @at),
		map { $_ => plant("attestation.$_", @at) } qw(said_at sheet sheet_row recorded_at recorded_by));
	$row{$_} = $how->{pending} ? undef : plant("attestation.$_", @at) foreach qw(accepted_at accepted_by);
	if ($retracted)
	{
		$row{retracted_at} = plant('attestation.retracted_at', @at, $undated ? (board => 0) : ());
		$row{retracted_by} = plant('attestation.retracted_by', @at);
		$row{retraction_reason} = join(' ', grep { defined } plant('attestation.retraction_reason', @at), $how->{reason});
	}
	my @names = sort keys %row;
	$setup .= sprintf("INSERT INTO attestation (%s) VALUES (%s);\n", join(', ', @names), join(', ', map { literal($row{$_}) } @names));
}

sub relate
{
	my ($claim, $documents, $said, $more) = @_;
	my @at = (relation => $relation);
	my %numbers;

	my %row = (id => $claim, map { $_ => plant("claim.$_", 0, @at) } qw(statement question holds added_at added_by));
	$row{question} .= ', note';
	@row{qw(comparator value unit)} = ('=', 17, plant('claim.unit', 0, @at)) if $claim % 2;
	$row{answer} = plant('claim.answer', 0, @at) if $claim % 2 == 0;
	my @names = sort keys %row;
	$setup .= sprintf("INSERT INTO claim (%s) VALUES (%s);\n", join(', ', @names), join(', ', map { literal($row{$_}) } @names));

	# the board tells no dates of what became of a claim about which anything protected was said
	my $any = ($more->{dates} || grep { !$_->{open} } (grep { ref } @$documents), map { $_->[1] // {} } @{ $said // [] }) ? 1 : 0;
	my $cause = defined $more->{cause} ? $more->{cause} =~ s/NUMBER/100 * $claim + 1/er : undef;
	for (my $i = 0; $i < @$documents; $i += 2)
	{
		my ($label, $columns) = @$documents[ $i, $i + 1 ];
		my $number = document($label, $columns, $claim, \%numbers);
		my $open = $columns->{open};
		statement("witness-$label", { open => $open }, $claim, $number, $any);
		statement("witness-$label<another", { open => $open, retracted => 1 }, $claim, $number, $any);
	}
	foreach my $statement (@{ $said // [] })
	{
		my ($words, $how) = (@$statement, {});
		statement($words, $how, $claim, defined $how->{in} ? 100 * $claim + $numbers{ $how->{in} } : undef, $any);
	}
	$setup .= sprintf("INSERT INTO claim_event (claim, change, from_status, to_status, corroboration, cause, at, by) "
		. "VALUES (%d, 'raised', 'uncorroborated', 'corroborated', 2, %s, '%s', '%s');\n", $claim,
		literal(join(' ', grep { defined } $cause, plant('claim_event.cause', defined $cause, @at))),
		plant('claim_event.at', $any, @at), plant('claim_event.by', $any, @at));
	$setup .= sprintf("INSERT INTO ruling (claim, verdict, why, by, at) VALUES (%d, 'hold', %s, '%s', '%s');\n", $claim,
		literal(join(' ', grep { defined } $more->{why}, plant('ruling.why', defined $more->{why}, @at))),
		plant('ruling.by', defined $more->{why}, @at), plant('ruling.at', $any, @at));
}

my $claim = 0;
foreach my $row (@relations)
{
	$relation = $row->[0];
	relate(++$claim, @$row[ 1 .. 3 ]);
}
$relation = 'who is who';
# all who are anybody
$setup = "INSERT INTO source (key, kind) SELECT k, 'person' FROM unnest('{another,witness-x,wire-x,post-x,"
	. join(',', do { my %labels; grep { !$labels{$_}++ } map { my $d = $_->[1]; map { $_ % 2 ? () : "witness-$d->[$_]" } 0 .. $#$d } @relations })
	. "}'::text[]) AS k;\n$setup";


$setup .= sprintf("INSERT INTO same_answer (word, means, added_at, added_by) VALUES (%s);\n",
	join(', ', map { literal(plant("same_answer.$_", 0, relation => $relation)) } qw(word means added_at added_by)));

# what was found about somebody on record, and about her: for editors alone
foreach my $protected (0, 1)
{
	my @at = ($protected, relation => $relation);
	my %row = (kind => 'has_it_from', suggests => '{"relies_on": "' . plant('proposal.suggests', @at) . '"}', strength => 0.9, size => 1,
		evidence => '{"questions": ["' . plant('proposal.evidence', @at) . '"]}', verdict => 'declined',
		map { $_ => plant("proposal.$_", @at) } qw(subject object because made_at decided_at decided_by why take_back));
	my @names = sort keys %row;
	$setup .= sprintf("INSERT INTO proposal (%s) VALUES (%s);\n", join(', ', @names), join(', ', map { literal($row{$_}) } @names));
	delete @row{qw(verdict decided_at decided_by why)};
	@names = sort keys %row;
	$setup .= sprintf("INSERT INTO proposal (%s) VALUES (%s);\n", join(', ', @names), join(', ', map { literal($row{$_}) } @names));
}
$setup .= sprintf("INSERT INTO verdict_word (word, means, added_at, added_by) VALUES (%s, 'against', %s);\n", literal(plant('verdict_word.word', 0, relation => $relation)),
	join(', ', map { literal(plant("verdict_word.$_", 0, relation => $relation)) } qw(added_at added_by)));
$setup .= sprintf("INSERT INTO claim_review (claim, document, verdict, rating, added_at, added_by) SELECT 1, min(d.id), %s FROM document AS d;\n",
	join(', ', map { literal(plant("claim_review.$_", 0, relation => $relation)) } qw(verdict rating added_at added_by)));

# those of the first relation are flagged
$setup .= sprintf("UPDATE claim SET corroborated_at = '%s' WHERE id = 1;\n", plant('claim.corroborated_at', 0, relation => $relation));
$setup .= "ALTER TABLE $_ ALTER id RESTART WITH 100000;\n" foreach qw(claim document attestation);

like($setup, qr/INSERT INTO attestation/, 'much is planted');
my $heard = as('owner', 'LISTEN corroborated', $setup, 'SELECT 1');
unlike($heard, qr/ERROR|FATAL/, 'all of it is there') or BAIL_OUT(substr($heard, 0, 2000));
is(as('owner', q{SELECT count(*) FROM check_evidence('attestation')}), "0\n", 'and gathered');

# ---- No column and no way out is forgotten

my $of_words = q{SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
	WHERE c.relnamespace = 'paper'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped
		AND NOT (t.typcategory IN ('N', 'B') OR t.oid = 'public.confidence'::regtype OR t.typelem <> 0 AND t.typelem::regtype::text = 'bigint')};
my $of_relations = q{SELECT relname FROM pg_class WHERE relnamespace = 'paper'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p')};

# What is there and in no table above, or the other way round
sub differing
{
	my ($change) = @_;
	my %relations = map { $_ => 1 } @without, map { /^(\w+)\./ } keys %columns;
	my ($columns, $relations) = map { [ split /\n/, as('owner', 'BEGIN', $change // '', $_, 'ROLLBACK') ] } $of_words, $of_relations;
	my %differ;
	$differ{$_}++ foreach @$columns, @$relations;
	$differ{$_}-- foreach keys %columns, keys %relations;
	return join(' ', grep { $differ{$_} } sort keys %differ);
}

is(differing(), '', 'the tables above have each column and view of a ledger');
is(differing('ALTER TABLE document ADD summary text'), 'document.summary', 'a new column would be seen');
is(differing('ALTER TABLE claim ADD tags text[]'), 'claim.tags', 'or one of lists');
is(differing('ALTER TABLE claim ADD checked_at date'), 'claim.checked_at', 'or of times');
is(differing('CREATE VIEW overview AS SELECT id FROM claim'), 'overview', 'or a view');

my %planted;
$planted{ $_->{column} }[ $_->{protected} ]++ foreach @words;
foreach my $column (sort grep { $columns{$_}{board} !~ /^(?:-|view)$/ } keys %columns)
{
	my $open = grep { $columns{$column}{$_} eq 'open' } qw(board prov);
	ok($planted{$column} && (!$open || ($planted{$column}[0] && $planted{$column}[1])), "words are planted in $column" . ($open ? ', protected and not' : ''));
}

# Functions of the extension that are given a ledger. What is not among the ways below makes nothing that leaves the desk
my @others = qw(adds_sources answers attest_claimant attest_review board_own board_weighed bring_together check_evidence claim_as_item close_functions comparable_documents copied_headlines
	copied_texts copy_ledger copy_rows create_ledger decide_claim_reviews distribute_ledger distribute_tables enter_review_names enter_sources find_changed
	find_claims find_has_it_from find_look_alikes find_nearest find_rating find_republishes find_same_source find_same_voice find_same_words
	find_spellings fingerprint_text grant_again grant_distributed grant_ledger grant_new grant_part hidden_names hold_ledger import_claim_reviews import_entities
	import_inbox import_item import_items import_news import_reviews import_reviews_from import_rows import_story import_table import_wide_table
	keep_claims known_review known_source ledger_answers ledger_functions ledger_grants ledger_parts_made ledger_units ledger_version ledgers_made_as
	lock_sheet_names look_in made_as move_ledger name_keys number_by_sequences past_policies proposal_commands proposal_section
	proposals_board propose public_appearances quotes_in_common rate_ledger rated_statements reachable_identities read_known rebuild_evidence
	read_sheet_names read_sheet_statements refuse_past_policies refuse_shared_schema refuse_undistributable register_sources
	require_board_columns require_ledger retract_cancelled retract_cancelled_distributed reviewed_claim revoke_new_functions ruled_claims settle_names
	settled_claims sheet_totals show_changed_claims source_dependence source_reliability tell_other_names tell_taken_for
	undistribute_ledger unwatch_ledger upgrade_ledger watch_ledger write_attestations write_claims write_documents write_review
	write_sheet);
is(as('owner', q{SELECT DISTINCT p.proname FROM pg_proc AS p, pg_depend AS d, pg_extension AS e WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	AND d.deptype = 'e' AND d.refobjid = e.oid AND e.extname = 'corroborate' AND p.proargnames[1] = 'ledger' ORDER BY 1}),
	join('', map { "$_\n" } sort @others, qw(evidence_board export_statements export_table ledger_to_prov_xml to_claim_review)), 'the functions that are given a ledger are known');

# ---- The ways out

my @relations_of_ledger = split /\n/, as('owner', "$of_relations ORDER BY 1");
my $reads = sub { my ($who) = @_; as($who, map { "SELECT to_jsonb(r) FROM $_ AS r" } @relations_of_ledger) };
# of values of evidence, whatever becomes of them
my @of_evidence = qw(text json jsonb);
my @functions_of_evidence = split /\n/, as('owner', q{SELECT format('%I(c.evidence)::text', p.proname) FROM pg_proc AS p JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
	WHERE p.prokind = 'f' AND p.proretset = false AND p.prorettype NOT IN ('internal'::regtype, 'cstring'::regtype)
		AND (p.pronargs = 1 OR p.pronargs - p.pronargdefaults <= 1 AND p.pronargs > 0) AND p.proargtypes[0] = 'public.evidence'::regtype ORDER BY 1});
my @others_of_evidence = map { "c.evidence::$_" } @of_evidence;

# What an outsider or a tipster tries
my @attempts = (
	(map { ("TABLE $_", "SELECT to_jsonb(r) FROM $_ AS r", "COPY $_ TO STDOUT", "DELETE FROM $_", "EXPLAIN ANALYZE SELECT * FROM $_") } @relations_of_ledger),
	q{SELECT evidence_board('paper')}, q{SELECT evidence_board('paper', with_confidential => true)}, q{SELECT ledger_to_prov_xml('paper')},
	q{SELECT ledger_to_prov_xml('paper', with_confidential => true)}, q{SELECT * FROM check_evidence('attestation')}, q{SELECT rebuild_evidence('attestation')},
	q{SELECT * FROM watched()}, q{SELECT tip(1, 'words')}, q{SELECT tip(9999, 'words')}, q{SELECT * FROM attest(1, 'nobody')}, q{SELECT * FROM attest(9999, 'nobody')},
	q{INSERT INTO attestation (claim, said) VALUES (1, 'nobody')}, q{SELECT forget('nobody')}, q{SELECT source_key('nobody')},
	q{SELECT first_mention('attestation', '{nobody}')}, q{SELECT regather('attestation', '{nobody}')}, q{SELECT gathered('attestation', '{1}')},
	q{SELECT evidence_as_of(1, now())}, q{SELECT add_confidential_source(held_by => 'me', counts_with => 'nobody')}, q{SELECT upgrade_ledger('paper')},
	q{SELECT grant_ledger('paper', reporter => current_user)}, q{SELECT * FROM import_news('paper', '<rss/>')}, q{SELECT retract_cancelled('paper')},
	q{SELECT * FROM export_table('paper')}, q{CREATE TEMP TABLE tips (statement text, source text)}, q{SELECT * FROM import_table('paper', 'tips')},
	q{SELECT * FROM pg_stats WHERE schemaname = 'paper'}, q{SELECT * FROM pg_stats_ext}, q{SELECT query FROM pg_stat_activity},
	q{SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'paper'::regnamespace}, q{SELECT * FROM pg_locks});

# What a reporter does wrong, with words of her own; what she is told is of others
my @slips = (
	q{SELECT * FROM attest(1, 'nobody-at-all')}, q{SELECT * FROM attest(1, 'SOURCE')}, q{SELECT * FROM attest(99999, 'another')}, q{SELECT * FROM attest(1, 'another:0')},
	q{INSERT INTO attestation (claim, said, document) VALUES (1, 'another', 99999)}, q{INSERT INTO attestation (claim, said) VALUES (99999, 'another')},
	q{INSERT INTO attestation (claim, said) VALUES (1, 'another:0')},
	q{INSERT INTO source (key) VALUES ('another')}, q{INSERT INTO source (key, kind) VALUES ('x', 'ghost')}, q{INSERT INTO source (key, affiliations) VALUES ('x', '{NULL}')},
	q{INSERT INTO document (publisher) VALUES ('nobody-at-all')}, q{INSERT INTO document (republishes) VALUES (99999)}, q{INSERT INTO document (status) VALUES ('lost')},
	q{INSERT INTO claim (statement, value) VALUES ('x', 1)}, q{INSERT INTO publication (document, claim) SELECT document, claim FROM publication LIMIT 1},
	q{SELECT add_confidential_source(held_by => 'me', kind => 'ghost')}, q{SELECT add_confidential_source(held_by => 'me', counts_with => 'nobody-at-all')},
	q{SELECT add_confidential_source()}, q{UPDATE source SET note = note}, q{DELETE FROM attestation}, q{DELETE FROM source}, q{UPDATE document SET id = id},
	q{SELECT forget('another')}, q{SELECT evidence_board('nothing')}, q{SELECT evidence_board('paper', claims => '{99999}')}, q{SELECT ledger_to_prov_xml('nothing')},
	q{SELECT * FROM import_news('paper', 'no story')}, q{TABLE source_identity}, q{SELECT attest(1, 'another<')},
);

my @ways = (
	# name, what of the columns' table it goes by, with_confidential, what comes out
	[ 'the board', 'board', 0, sub { as('reporter', q{SELECT evidence_board('paper')}) } ],
	[ 'the board of an editor', 'board', 0, sub { as('editor', q{SELECT evidence_board('paper')}) } ],
	[ 'the board where nothing is said of confidence', 'board', 0, sub { as('reporter', q{SELECT evidence_board('paper', with_confidential => NULL)}) } ],
	[ 'the board with what has changed', 'board', 0, sub { as('reporter', q{SELECT evidence_board('paper', since => '-infinity')}) } ],
	[ 'boards of one claim each', 'board', 0, sub { as('reporter', q{SELECT evidence_board('paper', claims => ARRAY[id]) FROM claim}) } ],
	[ 'the board with what is confidential', 'board', 1, sub { as('reporter', q{SELECT evidence_board('paper', with_confidential => true)}) } ],
	[ 'PROV-XML', 'prov', 0, sub { as('reporter', q{SELECT ledger_to_prov_xml('paper')}) } ],
	[ 'PROV-XML where nothing is said of confidence', 'prov', 0, sub { as('reporter', q{SELECT ledger_to_prov_xml('paper', with_confidential => NULL)}) } ],
	[ 'PROV-XML of one claim each', 'prov', 0, sub { as('reporter', q{SELECT ledger_to_prov_xml('paper', claims => ARRAY[id]) FROM claim}) } ],
	[ 'PROV-XML with what is confidential', 'prov', 1, sub { as('reporter', q{SELECT ledger_to_prov_xml('paper', with_confidential => true)}) } ],
	[ 'a sheet', 'sheet', 0, sub { as('reporter', q{SELECT to_jsonb(t) FROM export_table('paper') AS t}) } ],
	[ 'a sheet where nothing is said of confidence', 'sheet', 0, sub { as('reporter', q{SELECT to_jsonb(t) FROM export_table('paper', with_confidential => NULL) AS t}) } ],
	[ 'a sheet with what is confidential', 'sheet', 1, sub { as('reporter', q{SELECT to_jsonb(t) FROM export_table('paper', with_confidential => true) AS t}) } ],
	[ 'fact checks of our own', 'page', 0, sub { as('reporter', q{SELECT to_claim_review('paper')}) } ],
	[ 'fact checks with a page of their own', 'page', 0, sub { as('reporter', q{SELECT to_claim_review('paper', url => 'https://paper.example/1', author => 'Paper')}) } ],
	[ 'one fact check each', 'page', 0, sub {
		as('reporter', map { "SELECT to_claim_review('paper', claims => '{$_}', url => 'https://paper.example/1', author => 'Paper')" } 1 .. @relations) } ],
	[ 'statements of entities', 'statements', 0, sub {
		as('owner', q{BEGIN}, q{INSERT INTO claim (id, statement, question, answer) SELECT 100000 + id, 'x', replace(question, ', note', ', schema'), 'Thing' FROM claim},
			sprintf(q{INSERT INTO attestation (claim, said) SELECT id, %s FROM claim WHERE id > 100000}, literal($nurse)),
			q{SELECT to_jsonb(t) FROM export_statements('paper') AS t}, q{ROLLBACK}) } ],
	[ 'what is made of evidence', 'evidence', 0, sub { as('reporter', map { "SELECT $_ FROM claim AS c" } @functions_of_evidence, @others_of_evidence) } ],
	[ 'tables and views, to a reporter', 'reader', 0, sub { $reads->('reporter') } ],
	[ 'tables and views, to an editor', 'all', 0, sub { $reads->('editor') } ],
	[ 'a dump without identities', 'reader', 0, sub { decode('UTF-8', ($db->run(qw(pg_dump --exclude-table-data=paper.source_identity --exclude-table-data=paper.proposal)))[0]) } ],
	[ 'notifications', 'none', 0, sub { $heard } ],
	[ 'notices of progress', 'none', 0, sub {
		as('reporter', q{SET corroborate.progress = '0'}, q{SELECT length(evidence_board('paper')) > 0}, q{SELECT count(*) FROM check_evidence('attestation')}) } ],
	[ 'what a tipster is told', 'none', 0, sub { as('tipster', @attempts) } ],
	[ 'what an outsider is told', 'none', 0, sub { as('outsider', @attempts) } ],
	[ 'what a reporter is told who slips', 'none', 0, sub { as('reporter', @slips) } ],
	[ 'the log, after all this', 'none', 0, sub { logged($log_start) } ],
	# what is written without triggers
	[ 'the board where evidence was not gathered again', 'board', 0, sub { leave_stale() . as('reporter', q{SELECT evidence_board('paper')}) } ],
	[ 'PROV-XML where evidence was not gathered again', 'prov', 0, sub { as('reporter', q{SELECT ledger_to_prov_xml('paper')}) } ],
);

sub leave_stale
{
	return $db->query("SET session_replication_role = replica; UPDATE paper.claim SET evidence = evidence || '{$spelt<$registered,witness-x\@$named}' WHERE id = 1");
}

sub logged
{
	my ($from) = @_;
	return '' unless $log;
	open(my $file, '<:encoding(UTF-8)', $log) or die "$log: $!";
	seek($file, $from, 0);
	local $/;
	return <$file> // '';
}

# Words and times in it
sub found
{
	my ($text) = @_;
	return map { $_ => 1 } lc($text) =~ /zq\d{5}z|19[78]\d-\d\d-\d\d/g;
}

foreach my $row (@ways)
{
	my ($name, $column, $with, $out) = @$row;
	my $way = { column => $column, with => $with };
	my $said = $out->();
	my %there = found($said);
	my (%missing, %leaked);

	foreach my $word (@words)
	{
		my $shows = shows($word, $way);
		my $at = "$word->{word} of $word->{column}";
		next unless defined $shows;
		push @{ $missing{ $word->{relation} } }, $at if $shows && !$there{ $word->{word} };
		push @{ $leaked{ $word->{relation} } }, $at if !$shows && $there{ $word->{word} };
	}
	cmp_ok(length($said), '>', 0, "$name: something comes out") unless $name =~ /log/ && !$log;
	foreach my $relation ('who is who', map { $_->[0] } @relations)
	{
		is(join(', ', @{ $leaked{$relation} // [] }), '', "$name: $relation: nothing shows that must not");
		is(join(', ', @{ $missing{$relation} // [] }), '', "$name: $relation: all shows that may");
	}
}

# ---- Rows that a constraint refuses, which the server shows to who wrote them and to its log: whatever is in them, but
# identities are in none

my @refused = (
	[ 'reporter', "SELECT * FROM attest(1, '" . ($jane =~ s/.$/x/r) . "')", 'source.key' ],
	[ 'editor', "UPDATE attestation SET retracted_at = '1900-01-01', retraction_reason = 'x' WHERE id = (SELECT min(id) FROM attestation WHERE said = '$jane')", '' ],
	[ 'editor', "UPDATE source SET kind = 'ghost' WHERE key = '$jane'", '' ],
	[ 'editor', "UPDATE document SET status = 'lost' WHERE id = (SELECT min(id) FROM document WHERE publisher = '$jane')", '' ],
	[ 'editor', "INSERT INTO source_alias (alias, source) SELECT alias, source FROM source_alias WHERE alias = '$spelt'", 'source_alias.alias' ],
	[ 'editor', "DELETE FROM source_alias WHERE alias = '$spelt'", 'source_alias.alias' ],
	[ 'editor', 'UPDATE source_identity SET identity = NULL, held_by = NULL', '' ],
	[ 'owner', 'UPDATE source_identity SET identity = NULL, held_by = NULL', '' ],
	[ 'editor', q{UPDATE source_identity SET source = 'nobody'}, '' ],
	[ 'owner', 'INSERT INTO source_identity SELECT * FROM source_identity', 'source.key' ],
	[ 'owner', q{INSERT INTO source_identity SELECT 'nobody', identity, held_by FROM source_identity}, '' ],
	[ 'owner', q{UPDATE source SET name = (SELECT identity FROM source_identity) WHERE confidential}, '' ],
	[ 'owner', q{SELECT source_key(identity) FROM source_identity}, '' ],
	[ 'owner', q{SELECT forget(identity) FROM source_identity}, '' ],
);
my %column_of = map { $_->{word} => $_->{column} } @words;
# where row-level security is on, the server shows no rows
is(as('owner', map { "ALTER TABLE $_ DISABLE ROW LEVEL SECURITY" } qw(source source_alias)), '', 'policies are gone');
foreach my $row (@refused)
{
	my ($who, $statement, $columns) = @$row;
	my $from = $log ? -s $log : 0;
	my $said = as($who, $statement);
	my %told = found($said);
	my $what = $statement =~ s/ WHERE.*//r =~ s/zq\d+z?/.../gr;
	like($said, qr/ERROR/, "$what is refused");
	is(join(' ', sort keys %{ { map { $column_of{$_} => 1 } keys %told } }), $columns, "$what: what the $who is shown");
	next unless $log;
	# the statement itself is in the log, too
	my %logged = found(logged($from) =~ s/^.*STATEMENT: .*$//mgr);
	is(join(' ', sort keys %logged), join(' ', sort keys %told), "$what: and the log has");
}

# ---- A policy of one's own that hides who is confidential makes no board on which they show

sub hide_from_intern
{
	return as('owner', 'ALTER TABLE source ENABLE ROW LEVEL SECURITY', "CREATE POLICY others ON source USING (NOT confidential OR current_user <> '$role{intern}')",
		'ALTER TABLE source_alias ENABLE ROW LEVEL SECURITY', "CREATE POLICY others ON source_alias USING (current_user <> '$role{intern}')");
}

hide_from_intern();
foreach my $way ("SELECT evidence_board('paper')", "SELECT ledger_to_prov_xml('paper')", "SELECT * FROM export_table('paper')")
{
	like(as('intern', $way), qr/\A\S*\s*ERROR:  42501: [^\n]*row-level security[^\n]*\n/, "where a policy hides them it fails: $way");
}

done_testing();
