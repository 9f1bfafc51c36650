/*-------------------------------------------------------------------------
 *
 * unite.c
 *		From what was said about a claim to its evidence.
 *
 * A basis is first taken out of the builder and kept as a list of grounds,
 * each with the row that states it: whether it holds can only be decided when
 * the facts of all rows are known.  What holds is put back, and testimony is
 * built of it.
 *
 * Cost: O(n log n) in the number of facts.  Memory: the builder's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/unite.h"


/* No mention: there are at most MENTIONS_MAX */
#define NO_MENTION 0xFFFFFFFFU

/* One ground of a source's basis, as a row states it */
typedef struct Ground
{
	uint32		subject;		/* mention of the source whose basis it is */
	uint32		cited;			/* mention; or NO_MENTION, and says is set */
	uint32		row;
	uint8		says;			/* SAYS_FIRSTHAND or SAYS_UNKNOWN */
} Ground;

/* What a row adds to the result */
typedef struct Reading
{
	Side		side;
	uint32		speaker;		/* mention */
	uint32		through;		/* mention of the original's publisher, on
								 * whose word a copy speaks; or NO_MENTION */
	bool		copy;			/* speaks through the original */
	bool		own_word;		/* first-hand, or without a basis */
} Reading;

/* A source on one side, by its index in the testimony */
typedef struct Part
{
	bool		mentioned;		/* by what is no copy */
	bool		copied;			/* a copy speaks on its word */
	bool		own_word;		/* it says so itself, on its own word */
	bool		silenced;		/* and the opposite, too */
	bool		cites_more;		/* than its testimony holds yet */
} Part;

typedef struct Uniting
{
	const Standing *standing;
	TestimonyBuilder *builder;
	Testimony  *testimony;
	SaidRow    *rows;
	Size		nrows;
	AttestationStart end;		/* of the last row's facts */
	Reading    *readings;
	Ground	   *grounds;
	Size		ngrounds;
	Size		capacity;
	/* of each source */
	const StandingFacts **facts;	/* or NULL */
	uint32	   *mention;		/* one of its mentions */
	Part	   *parts[SIDES];
	bool		changed;		/* since the testimony was built */
} Uniting;

static Key
own_key(const Standing *standing, Key name)
{
	const StandingFacts *facts = standing_find(standing, name);

	return facts != NULL ? facts->source : name;
}

/*
 * Names become keys
 */

static void
rename_all(const Standing *standing, TestimonyBuilder *builder)
{
	for (Size m = 0; m < builder->nmentions; m++)
	{
		Key			name = builder->mentions[m].key;
		Key			key = own_key(standing, name);

		if (!key_equal(name, key))
			builder_rename(builder, m, key);
	}
	for (Size i = 0; i < builder->naffiliations; i++)
		builder->affiliations[i].affiliation =
			own_key(standing, builder->affiliations[i].affiliation);
}

/*
 * The grounds of each row
 */

static void
add_ground(Uniting *u, Ground ground)
{
	if (u->ngrounds == u->capacity)
		u->grounds = workspace_grow(u->builder->ws, u->grounds, &u->capacity,
									sizeof(Ground));
	u->grounds[u->ngrounds++] = ground;
}

/* The end of a row's facts */
static AttestationStart
row_end(const Uniting *u, Size row)
{
	return row + 1 < u->nrows ? u->rows[row + 1].start : u->end;
}

/* Takes the basis of the row's mentions out of the builder */
static void
take_grounds(Uniting *u, Size row, AttestationStart end)
{
	TestimonyBuilder *builder = u->builder;
	AttestationStart start = u->rows[row].start;
	Side		side = u->readings[row].side;

	for (Size m = start.mention; m < end.mention; m++)
		for (uint8 says = SAYS_FIRSTHAND; says <= SAYS_UNKNOWN; says <<= 1)
			if (builder->mentions[m].says[side] & says)
			{
				Ground		ground = {m, NO_MENTION, row, says};

				builder->mentions[m].says[side] &= ~says;
				add_ground(u, ground);
			}
	for (Size c = start.citation; c < end.citation; c++)
	{
		Ground		ground = {builder->citations[c].citing,
		builder->citations[c].cited, row, 0};

		add_ground(u, ground);
	}
}

/*
 * Copies
 */

/*
 * Whether what a speaker says in a copy is said on the word of the original's
 * publisher.  Others who are quoted in a copy speak for themselves.
 */
static bool
speaks_through(const Uniting *u, const SaidRow *row, Key speaker)
{
	const StandingFacts *facts = standing_find(u->standing, speaker);

	if (row->copies == COPY_OF_NOTHING)
		return false;
	if (row->copies == COPY_OF_KNOWN &&
		key_equal(own_key(u->standing, row->original), speaker))
		return false;
	return (facts != NULL && facts->passes_on) ||
		(row->publisher.length > 0 &&
		 key_equal(own_key(u->standing, row->publisher), speaker));
}

/* Nothing that the row says of others than the speaker counts */
static void
leave_speaker_alone(Uniting *u, Size row, AttestationStart end)
{
	TestimonyBuilder *builder = u->builder;
	uint32		speaker = u->readings[row].speaker;

	for (Size m = u->rows[row].start.mention; m < end.mention; m++)
		if (!key_equal(builder->mentions[m].key, builder->mentions[speaker].key))
			builder->mentions[m].rating = UNRATED;
	for (Size i = u->rows[row].start.affiliation; i < end.affiliation; i++)
	{
		AffiliationFact *fact = &builder->affiliations[i];

		/* being affiliated with oneself says nothing */
		if (!key_equal(builder->mentions[fact->mention].key, builder->mentions[speaker].key))
			fact->affiliation = builder->mentions[fact->mention].key;
	}
}

/*
 * Moves the speaker's basis to the original's publisher, whom the speaker
 * cites instead.  If the publisher is unknown, so is whom the speaker has it
 * from.
 */
static void
speak_through(Uniting *u, Size row, Size first_ground)
{
	Reading    *reading = &u->readings[row];
	const Mention *mentions;
	Key			speaker = u->builder->mentions[reading->speaker].key;
	Size		kept = first_ground;
	Ground		cites = {reading->speaker, NO_MENTION, row, SAYS_UNKNOWN};

	if (u->rows[row].copies == COPY_OF_KNOWN)
	{
		reading->through = builder_mention(u->builder,
										   own_key(u->standing, u->rows[row].original));
		cites.cited = reading->through;
		cites.says = 0;
	}
	mentions = u->builder->mentions;
	for (Size g = first_ground; g < u->ngrounds; g++)
	{
		Ground		ground = u->grounds[g];

		if (reading->through == NO_MENTION)
			continue;
		if (key_equal(mentions[ground.subject].key, speaker))
		{
			ground.subject = reading->through;
			if (ground.says == SAYS_FIRSTHAND ||
				(ground.cited != NO_MENTION &&
				 key_equal(mentions[ground.cited].key, mentions[reading->through].key)))
				continue;
		}
		u->grounds[kept++] = ground;
	}
	u->ngrounds = kept;
	add_ground(u, cites);
}

static void
read_row(Uniting *u, Size row, AttestationStart end)
{
	Reading    *reading = &u->readings[row];
	Size		first_ground = u->ngrounds;
	bool		has_basis = false;
	bool		firsthand = false;
	Key			speaker;

	reading->speaker = attestation_speaker(u->builder, u->rows[row].start, &reading->side);
	reading->through = NO_MENTION;
	take_grounds(u, row, end);
	speaker = u->builder->mentions[reading->speaker].key;
	if (speaks_through(u, &u->rows[row], speaker))
	{
		reading->copy = true;
		speak_through(u, row, first_ground);
		if (reading->through == NO_MENTION)
			leave_speaker_alone(u, row, end);
		return;
	}
	for (Size g = first_ground; g < u->ngrounds; g++)
		if (key_equal(u->builder->mentions[u->grounds[g].subject].key, speaker))
		{
			has_basis = true;
			firsthand |= u->grounds[g].says == SAYS_FIRSTHAND;
		}
	reading->own_word = firsthand || !has_basis;
}

static void
read_rows(Uniting *u)
{
	u->readings = workspace_alloc_zero(u->builder->ws, u->nrows, sizeof(Reading));
	for (Size row = 0; row < u->nrows; row++)
		read_row(u, row, row_end(u, row));
	u->builder->ncitations = 0;
}

/*
 * Sources, and what is known of them
 */

static uint32
source_of(const Uniting *u, uint32 mention)
{
	return u->builder->mentions[mention].source;
}

static bool
is_dead(const Uniting *u, uint32 mention)
{
	return source_is_dead(&u->testimony->sources[source_of(u, mention)]);
}

/* Adds what is known about a source to one of its mentions */
static void
add_facts(TestimonyBuilder *builder, const StandingFacts *facts, uint32 mention)
{
	if (facts->reliability != UNRATED)
		builder_rate(builder, mention, facts->reliability);
	for (uint32 i = 0; i < facts->naffiliations; i++)
		builder_affiliate(builder, mention, facts->affiliations[i]);
}

/*
 * Builds the sources, and adds what is known of each; facts and mention are set for
 * each source
 */
static void
add_all_facts(const Standing *standing, TestimonyBuilder *builder, Testimony *testimony,
			  const StandingFacts ***facts, uint32 **mention)
{
	uint32		n;

	testimony_build_sources(builder, testimony);
	n = testimony->nsources;
	*facts = workspace_alloc_zero(builder->ws, n, sizeof(StandingFacts *));
	*mention = workspace_alloc(builder->ws, n, sizeof(uint32));
	for (Size m = 0; m < builder->nmentions; m++)
		(*mention)[builder->mentions[m].source] = m;
	for (uint32 s = 0; s < n; s++)
	{
		Source	   *source = &testimony->sources[s];
		const StandingFacts *known = standing_find(standing, source->key);

		(*facts)[s] = known;
		if (known == NULL)
			continue;
		add_facts(builder, known, (*mention)[s]);
		source->rating = lower_rating(source->rating, known->reliability);
	}
}

void
unite_facts(const Standing *standing, TestimonyBuilder *builder, Testimony *testimony)
{
	const StandingFacts **facts;
	uint32	   *mention;

	rename_all(standing, builder);
	add_all_facts(standing, builder, testimony, &facts, &mention);
}

/* Marks who is mentioned by originals, who by copies, and who speaks itself */
static void
find_parts_in(Uniting *u, Size row, Size end)
{
	const Reading *reading = &u->readings[row];
	Part	   *parts = u->parts[reading->side];

	if (reading->through != NO_MENTION)
		parts[source_of(u, reading->through)].copied = true;
	if (reading->copy)
		return;
	parts[source_of(u, reading->speaker)].own_word |= reading->own_word;
	for (Size m = u->rows[row].start.mention; m < end; m++)
		parts[source_of(u, m)].mentioned = true;
}

static void
find_parts(Uniting *u)
{
	for (int side = 0; side < SIDES; side++)
		u->parts[side] = workspace_alloc_zero(u->builder->ws, u->testimony->nsources,
											  sizeof(Part));
	for (Size row = 0; row < u->nrows; row++)
		find_parts_in(u, row, row_end(u, row).mention);
}

/*
 * What holds of the grounds
 */

/*
 * Whether a ground was stated about another source than the speaker, by a
 * source that is discredited or in a copy of what such a source published.
 */
static bool
is_doubtful(const Uniting *u, const Ground *ground)
{
	const Reading *reading = &u->readings[ground->row];
	uint32		subject = source_of(u, ground->subject);

	if (is_dead(u, reading->speaker) && subject != source_of(u, reading->speaker))
		return true;
	return reading->through != NO_MENTION && is_dead(u, reading->through) &&
		subject != source_of(u, reading->through) &&
		subject != source_of(u, reading->speaker);
}

static void
put_back(Uniting *u, const Ground *ground)
{
	Side		side = u->readings[ground->row].side;

	if (ground->cited != NO_MENTION)
		builder_cite(u->builder, side, ground->subject, ground->cited);
	else
		builder_say(u->builder, side, ground->subject, ground->says);
}

/*
 * Puts the grounds that hold back into the builder.  Leaves the doubtful ones
 * at the beginning of the list; returns their number.
 */
static Size
put_grounds_back(Uniting *u)
{
	Size		ndoubtful = 0;

	for (Size g = 0; g < u->ngrounds; g++)
		if (is_doubtful(u, &u->grounds[g]))
			u->grounds[ndoubtful++] = u->grounds[g];
		else
			put_back(u, &u->grounds[g]);
	testimony_build(u->builder, u->testimony);
	return ndoubtful;
}

/*
 * Adding to a basis.  Until the testimony is built again, it is kept up to
 * date only as far as has_basis() needs.
 */

static bool
has_basis(const Uniting *u, Side side, uint32 source)
{
	return u->parts[side][source].cites_more ||
		source_has_basis(&u->testimony->sources[source], side);
}

static void
say_unknown(Uniting *u, Side side, uint32 source)
{
	builder_say(u->builder, side, u->mention[source], SAYS_UNKNOWN);
	u->testimony->sources[source].says[side] |= SAYS_UNKNOWN;
	u->changed = true;
}

static void
cite(Uniting *u, Side side, uint32 citing, uint32 cited_mention)
{
	builder_cite(u->builder, side, u->mention[citing], cited_mention);
	u->parts[side][citing].cites_more = true;
	u->changed = true;
}

/*
 * Both yes and no
 */

bool
facts_are_of_person(const StandingFacts *facts)
{
	return facts == NULL || facts->person || !facts->other_kind;
}

/*
 * Whether what a person says on a side carries nothing, because the person
 * says both yes and no.  A yes carries nothing if the person denies on its own
 * word, even where only others report the yes.  A no carries nothing only if
 * the person both denies and affirms on its own word.  What carries nothing
 * gets the person itself as its basis, beside those whom it passes on.
 */
static bool
is_silenced(const Uniting *u, Side side, uint32 source)
{
	return u->parts[SIDE_AGAINST][source].own_word &&
		(side == SIDE_FOR || u->parts[SIDE_FOR][source].own_word) &&
		facts_are_of_person(u->facts[source]);
}

static void
silence(Uniting *u)
{
	TestimonyBuilder *builder = u->builder;
	bool		any = false;

	for (int side = 0; side < SIDES; side++)
		for (uint32 s = 0; s < u->testimony->nsources; s++)
		{
			Source	   *source = &u->testimony->sources[s];

			if (!is_silenced(u, side, s) ||
				(has_basis(u, side, s) && !(source->says[side] & SAYS_FIRSTHAND)))
				continue;
			any = u->parts[side][s].silenced = true;
			cite(u, side, s, u->mention[s]);
		}
	if (!any)
		return;
	for (Size m = 0; m < builder->nmentions; m++)
		for (int side = 0; side < SIDES; side++)
			if (u->parts[side][source_of(u, m)].silenced)
				builder->mentions[m].says[side] &= ~SAYS_FIRSTHAND;
}

static void
list_both(const Uniting *u, SaysBoth *both)
{
	both->persons = workspace_alloc(u->builder->ws, u->testimony->nsources, sizeof(Key));
	for (uint32 s = 0; s < u->testimony->nsources; s++)
		if (is_silenced(u, SIDE_AGAINST, s))
			both->persons[both->count++] = u->testimony->sources[s].key;
}

/* A basis that nobody else gives than those who are not to be believed */
static void
doubt(Uniting *u, Size ndoubtful)
{
	for (Size g = 0; g < ndoubtful; g++)
	{
		Side		side = u->readings[u->grounds[g].row].side;
		uint32		subject = source_of(u, u->grounds[g].subject);

		if (!has_basis(u, side, subject))
			say_unknown(u, side, subject);
	}
}

/*
 * From whom, where nobody says
 */

/*
 * Returns a mention of the source on which another relies; NO_MENTION where
 * that source is neither reached on the side nor discredited.
 */
static uint32
find_relied_on(Uniting *u, Key name, const bool *reached)
{
	const StandingFacts *facts = standing_find(u->standing, name);
	int64		source = testimony_find(u->testimony, name);
	uint32		mention;

	if (source >= 0)
		return reached[source] || source_is_dead(&u->testimony->sources[source]) ?
			u->mention[source] : NO_MENTION;
	if (facts == NULL || facts->reliability != DISCREDITED)
		return NO_MENTION;
	mention = builder_mention(u->builder, name);
	add_facts(u->builder, facts, mention);
	return mention;
}

static void
rely(Uniting *u, Side side, uint32 source, const bool *reached)
{
	const StandingFacts *facts = u->facts[source];
	const Part *part = &u->parts[side][source];
	bool		passes_on = part->copied && !part->mentioned;

	for (uint32 i = 0; facts != NULL && i < facts->nrelies_on; i++)
	{
		Key			name = own_key(u->standing, facts->relies_on[i]);
		uint32		mention;

		if (key_equal(name, facts->source))
			continue;
		passes_on = true;
		mention = find_relied_on(u, name, reached);
		if (mention != NO_MENTION)
			cite(u, side, source, mention);
	}
	passes_on |= facts != NULL && facts->passes_on;
	if (passes_on && !part->cites_more)
		say_unknown(u, side, source);
}

static void
rely_on_others(Uniting *u)
{
	uint32		n = u->testimony->nsources;
	bool	   *reached = workspace_alloc(u->builder->ws, n, sizeof(bool));

	if (u->changed)
		testimony_build(u->builder, u->testimony);
	for (int side = 0; side < SIDES; side++)
	{
		testimony_reach(u->testimony, side, true, reached, u->builder->ws);
		for (uint32 s = 0; s < n; s++)
		{
			u->parts[side][s].cites_more = false;
			if (reached[s] && !source_has_basis(&u->testimony->sources[s], side))
				rely(u, side, s, reached);
		}
	}
}

void
unite(const Standing *standing, TestimonyBuilder *builder, SaidRow *rows,
	  Size nrows, Testimony *testimony, SaysBoth *both)
{
	Size		ndoubtful;
	Uniting		u = {
		.standing = standing,
		.builder = builder,
		.testimony = testimony,
		.rows = rows,
		.nrows = nrows,
		.end = attestation_start(builder),
	};

	if (both != NULL)
		both->count = 0;
	if (!standing->registry)
	{
		testimony_build(builder, testimony);
		return;
	}
	rename_all(standing, builder);
	read_rows(&u);
	add_all_facts(standing, builder, testimony, &u.facts, &u.mention);
	find_parts(&u);
	ndoubtful = put_grounds_back(&u);
	if (both != NULL)
		list_both(&u, both);
	silence(&u);
	doubt(&u, ndoubtful);
	rely_on_others(&u);
	testimony_build(builder, testimony);
	testimony_prune(testimony, builder->ws);
}
