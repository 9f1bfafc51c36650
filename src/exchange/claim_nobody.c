/*-------------------------------------------------------------------------
 *
 * claim_nobody.c
 *		Whether a name names nobody in particular.
 *
 * Reviewers of a claim that spread by word of mouth name "multiple sources" or
 * "social media users" as its author.  Such a name consists of words that name
 * nobody, in any order: at least one that says so by itself ("viral",
 * "unknown"), or a network and its users ("Facebook users").  A network alone
 * is a company, which may claim something, and "The Post" is a newspaper.
 *
 * Words are compared folded: in lower case, without accents.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/claim_review.h"

#include "exchange/xml.h"
#include "type/folding.h"

/* Longer names name somebody, or are sentences */
#define NAME_MAX_BYTES 200

/* In English, Spanish, Portuguese, French, German and Italian */
static const char *const says_so[] = {
	"multiple", "various", "several", "many", "numerous", "different",
	"unknown", "unnamed", "unidentified", "anonymous", "viral", "social",
	"online", "internet", "netizens", "socials",
	"varios", "varias", "multiples", "desconocido", "desconocida", "anonimo",
	"anonima", "sociales", "internautas", "virales",
	"sociais", "desconhecido", "desconhecida",
	"plusieurs", "inconnu", "inconnue", "anonyme", "internautes", "sociaux",
	"mehrere", "verschiedene", "unbekannt", "unbekannte", "unbekannter",
	"anonym", "soziale", "sozialen", "sozialer",
	"sconosciuto", "anonimi", "utenti", NULL
};
static const char *const networks[] = {
	"facebook", "twitter", "x", "tiktok", "instagram", "whatsapp", "youtube",
	"telegram", "reddit", "threads", "weibo", "wechat", "vkontakte", "vk",
	"bluesky", "mastodon", NULL
};
static const char *const on_them[] = {
	"user", "users", "post", "posts", "account", "accounts", "page", "pages",
	"message", "messages", "group", "groups", "channel", "channels", "video",
	"videos", "meme", "memes", "usuario", "usuarios", "publicacion",
	"publicaciones", "utilisateur", "utilisateurs", "publication",
	"publications", "nutzer", "nutzerin", "beitrag", "beitrage", "posten",
	"usuaria", "usuarias", "publicacoes", "postagem", "postagens", NULL
};
static const char *const beside[] = {
	"source", "sources", "people", "person", "persons", "media", "website",
	"websites", "site", "sites", "outlet", "outlets", "blog", "blogs",
	"blogger", "bloggers", "chain", "image", "images", "photo", "photos",
	"claim", "claims", "network", "networks", "platform", "platforms", "other",
	"others", "some", "rumour", "rumours", "rumor", "rumors", "article",
	"articles", "news", "web",
	"the", "a", "an", "on", "in", "of", "and", "or", "by", "from", "via",
	"fuente", "fuentes", "redes", "medios", "en", "de", "las", "los", "la",
	"el", "y", "fontes", "nas", "dos", "das", "e",
	"reseaux", "reseau", "des", "les", "sur", "le", "et",
	"quellen", "quelle", "medien", "netzwerke", "netzwerk", "netzwerken",
	"von", "auf", "der", "die", "den", "und", "rete", "fonti", "vari", NULL
};

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (xml_same_name(*words, word))
			return true;
	return false;
}

bool
claimant_is_nobody(const char *name)
{
	Size		length = strlen(name);
	char	   *word;
	char	   *rest;
	bool		said = false;
	bool		network = false;
	bool		on_it = false;

	if (length > NAME_MAX_BYTES)
		return false;
	rest = fold_text(name, length);
	while ((word = strsep(&rest, " ,;/&()-.\"'")) != NULL)
	{
		if (*word == '\0')
			continue;
		if (is_one_of(word, says_so))
			said = true;
		else if (is_one_of(word, networks))
			network = true;
		else if (is_one_of(word, on_them))
			on_it = true;
		else if (!is_one_of(word, beside))
			return false;
	}
	return said || (network && on_it);
}
