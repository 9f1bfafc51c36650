/*-------------------------------------------------------------------------
 *
 * new_names.c
 *		Checking names of sources before they are registered because an
 *		attestation mentions them: whether they are other spellings.
 *
 * Two spellings of one name would count as two independent sources.  A name
 * that differs from a registered one only in case, blanks, accents,
 * punctuation or the form of its characters, or in letters that look the same,
 * is refused.  A name that is spelt much alike is registered, with a notice.
 * If two sources are meant, the second one must be registered first.
 *
 * Locks: the folded names, after the names of sources that are mentioned, so
 * that of two sessions that add spellings of one name at the same time, the
 * second finds the first one's.
 *
 * Storage: none.  Memory: the workspace that is given.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/new_names.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "type/folding.h"
#include "type/inner_context.h"
#include "type/odd_letters.h"
#include "watch/name_locks.h"
#include "watch/registry.h"

/* If there are more new names, near ones are not looked for */
#define NEAR_NAMES_SOUGHT 20

typedef struct NewName
{
	Key			name;
	Key			skeleton;
	bool		second;			/* another spelling of an existing name */
} NewName;

static int
compare_new_names(const void *a, const void *b)
{
	const NewName *x = a,
			   *y = b;
	int			order = key_compare(x->skeleton, y->skeleton);

	return order != 0 ? order : key_compare(x->name, y->name);
}

/* Folds names; sorts them by skeleton, without duplicates */
static NewName *
fold_names(const Key *names, Size *count, Workspace *ws)
{
	NewName    *folded = workspace_alloc(ws, *count, sizeof(NewName));
	Size		different = 0;

	for (Size i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		folded[i].name = names[i];
		folded[i].skeleton.data = fold_name(names[i].data, names[i].length);
		folded[i].skeleton.length = strlen(folded[i].skeleton.data);
		folded[i].second = false;
	}
	qsort(folded, *count, sizeof(NewName), compare_new_names);
	for (Size i = 0; i < *count; i++)
		if (i == 0 || !key_equal(folded[i].name, folded[different - 1].name))
			folded[different++] = folded[i];
	*count = different;
	return folded;
}

static Key *
skeletons_of(const NewName *names, Size count, Workspace *ws)
{
	Key		   *skeletons = workspace_alloc(ws, count, sizeof(Key));

	for (Size i = 0; i < count; i++)
		skeletons[i] = names[i].skeleton;
	return skeletons;
}

/* The names that are second spellings, or those that are not */
static Key *
names_of(const NewName *names, Size count, bool second, Size *found, Workspace *ws)
{
	Key		   *keys = workspace_alloc(ws, count, sizeof(Key));

	*found = 0;
	for (Size i = 0; i < count; i++)
		if (names[i].second == second)
			keys[(*found)++] = names[i].name;
	return keys;
}

static void
lock_added(const GatherRule *rule, const Key *skeletons, Size count)
{
	NameLocks	locks;

	start_name_locks(&locks, rule->attestations_id, NAMES_ADDED);
	want_names(&locks, skeletons, count, true);
	hold_wanted(&locks);
}

/* A sentence about two names that are the same after folding */
static const char *
how_they_differ(Key one, Key other)
{
	return differ_in_script(one.data, one.length, other.data, other.length) ?
		"They are written in letters of different scripts that look the same." :
		"The two differ only in case, blanks, accents, punctuation or the form of their characters.";
}

static void
refuse_same_among(const NewName *names, Size count)
{
	for (Size i = 1; i < count; i++)
		if (key_equal(names[i - 1].skeleton, names[i].skeleton))
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_OBJECT),
					 errhide_inner_context(),
					 errmsg("sources \"%.*s\" and \"%.*s\" have the same name",
							(int) names[i - 1].name.length, names[i - 1].name.data,
							(int) names[i].name.length, names[i].name.data),
					 errdetail_internal("%s", how_they_differ(names[i - 1].name, names[i].name)),
					 errhint("Write one of them everywhere, or register both first if they are two sources.")));
}

/* The first name that has this skeleton */
static NewName *
find_skeleton(NewName *names, Size count, Key skeleton)
{
	Size		low = 0;
	Size		high = count;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (key_compare(names[middle].skeleton, skeleton) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || !key_equal(names[low].skeleton, skeleton))
		elog(ERROR, "a name was found that was not looked for");
	return &names[low];
}

/*
 * The registered name is not shown if it is another spelling: it may say who a
 * confidential source is, and errors go to the server's log.
 */
static void
refuse_same_as(GatherRule *rule, Key name, Key registered, bool spelling)
{
	bool		shown = !spelling && may_learn_keys(rule, GetOuterUserId());

	ereport(ERROR,
			(errcode(ERRCODE_DUPLICATE_OBJECT),
			 errhide_inner_context(),
			 shown ?
			 errmsg("source \"%.*s\" is registered as \"%.*s\"", (int) name.length, name.data,
					(int) registered.length, registered.data) :
			 errmsg("source \"%.*s\" is registered in another spelling", (int) name.length,
					name.data),
			 errdetail_internal("%s", how_they_differ(name, registered)),
			 shown ?
			 errhint("Write \"%.*s\", or add this spelling to %s first if it is another source.",
					 (int) registered.length, registered.data, rule->sources) :
			 errhint("Write it as it is registered, or add this spelling to %s first if it is another source.",
					 rule->sources)));
}

/* Refuses or marks names that are other spellings of registered ones */
static void
find_same_registered(GatherRule *rule, NewName *names, Size count,
					 const Key *skeletons, bool refuse, Workspace *ws)
{
	Datum		array = keys_to_array(skeletons, count);
	uint64		n = run_query(rule, QUERY_SAME_NAMES, &array, SPI_OK_SELECT);

	for (uint64 i = 0; i < n; i++)
	{
		NewName    *found = find_skeleton(names, count, result_key(i, 1, ws));
		Key			registered = result_key(i, 2, ws);
		bool		isnull;

		/* the same name, which another session has just added */
		if (key_equal(found->name, registered))
			continue;
		if (refuse)
			refuse_same_as(rule, found->name, registered,
						   DatumGetBool(result_value(i, 3, &isnull)));
		found->second = true;
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
notice_near(GatherRule *rule, const Key *names, Size count, Workspace *ws)
{
	Datum		array;
	uint64		n;

	if (count > NEAR_NAMES_SOUGHT || !may_learn_keys(rule, GetOuterUserId()))
		return;
	array = keys_to_array(names, count);
	n = run_query(rule, QUERY_NEAR_NAMES, &array, SPI_OK_SELECT);
	for (uint64 i = 0; i < n; i++)
	{
		Key			name = result_key(i, 1, ws);
		Key			near = result_key(i, 2, ws);

		ereport(NOTICE,
				(errmsg("source \"%.*s\" is new, and \"%.*s\" is registered", (int) name.length,
						name.data, (int) near.length, near.data),
				 errdetail("If the two are one, they count as two until one is entered as another spelling of the other.")));
	}
	SPI_freetuptable(SPI_tuptable);
}

/* Gives notices: a name that looks like another one is still another source */
static void
notice_odd_letters(const Key *names, Size count)
{
	for (Size i = 0; i < Min(count, NEAR_NAMES_SOUGHT); i++)
	{
		const char *sentence = odd_letter(names[i].data, names[i].length);

		if (sentence != NULL)
			ereport(NOTICE,
					(errmsg("source \"%.*s\" is new, and not what it looks like",
							(int) names[i].length, names[i].data),
					 errdetail_internal("%s", sentence)));
	}
}

/*
 * Folds new names, locks them, and finds those that are registered in another
 * spelling.  refuse: raises an error for the first of these, or if two of the
 * names are the same.
 */
static NewName *
look_up_new(GatherRule *rule, const Key *names, Size *count, bool refuse, Workspace *ws)
{
	NewName    *folded = fold_names(names, count, ws);
	Key		   *skeletons = skeletons_of(folded, *count, ws);

	if (refuse)
		refuse_same_among(folded, *count);
	lock_added(rule, skeletons, *count);
	find_same_registered(rule, folded, *count, skeletons, refuse, ws);
	return folded;
}

void
refuse_same_names(GatherRule *rule, const Key *names, Size count, Workspace *ws)
{
	NewName    *folded;
	Key		   *found;
	Size		nfound;

	if (count == 0)
		return;
	folded = look_up_new(rule, names, &count, true, ws);
	found = names_of(folded, count, false, &nfound, ws);
	notice_near(rule, found, nfound, ws);
	notice_odd_letters(found, nfound);
}

Datum
second_spellings(GatherRule *rule, const Key *names, Size count, Workspace *ws)
{
	NewName    *folded;
	Key		   *found;
	Size		nfound;

	if (count == 0)
		return keys_to_array(NULL, 0);
	folded = look_up_new(rule, names, &count, false, ws);
	/* of new names that are the same, the first stays */
	for (Size i = 1; i < count; i++)
		folded[i].second |= key_equal(folded[i - 1].skeleton, folded[i].skeleton);
	found = names_of(folded, count, false, &nfound, ws);
	if (nfound > 0)
		notice_near(rule, found, nfound, ws);
	found = names_of(folded, count, true, &nfound, ws);
	return keys_to_array(found, nfound);
}
