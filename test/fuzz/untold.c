/*-------------------------------------------------------------------------
 *
 * untold.c
 *		Keeps a server under AddressSanitizer from waiting for ever.
 *
 * Loaded before the C library, the sanitizer's runtime looks for functions
 * that are not there; the library's words about that release a lock of its
 * translations that was never taken (clang 14 and glibc 2.36), which the
 * server then cannot get.  So it is not told where its translations are.
 *
 *-------------------------------------------------------------------------
 */
extern char *bindtextdomain(const char *domain, const char *directory);
extern char *textdomain(const char *domain);

char *
bindtextdomain(const char *domain, const char *directory)
{
	(void) domain;
	return (char *) directory;
}

char *
textdomain(const char *domain)
{
	return (char *) domain;
}
