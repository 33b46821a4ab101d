/* The style sheet of the page, and its hash, so that no other style applies. */
#include "bytes/sha256.h"
#include "report/html/page.h"

/*
 * Colours keep 4.5:1 against the ground in both schemes and differ in
 * lightness, so that a grey print still tells them apart; what a colour says
 * is said by place, outline, hatching or words as well.
 */
const char mia__html_style[] =
	":root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--head:#f3f5f7;"
	"--bar:#0b5394;--bar2:#8a3c00;--bar3:#3d3d3d;--blind:#6e3fa3;--cover:#1a6b4a;--focus:#0b5394;--mark:#fff1c2}\n"
	"@media (prefers-color-scheme:dark){:root{--ground:#14181d;--ink:#e6e9ec;--soft:#a3adb8;--line:#3a434d;"
	"--head:#1f252c;--bar:#7db7f0;--bar2:#f0a868;--bar3:#d0d0d0;--blind:#c6a2f2;--cover:#6fcf9f;--focus:#7db7f0;"
	"--mark:#4a3c00}}\n"
	"*{box-sizing:border-box}\n"
	"html{font:100%/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif;"
	"background:var(--ground);color:var(--ink);overflow-wrap:break-word}\n"
	"body{margin:0 auto;max-width:90rem;padding:0 1.25rem 3rem}\n"
	"p,ul,ol,h1,h2,h3,footer{max-width:52rem}\n"
	"h1{font-size:1.6rem;line-height:1.25;margin:1.25rem 0 .75rem}\n"
	"h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}\n"
	"h3{font-size:1.05rem;line-height:1.35;margin:1.5rem 0 .4rem}\n"
	"p{margin:.5rem 0}li{margin:.35rem 0}\n"
	"a{color:inherit}td a{text-decoration-thickness:1px;text-underline-offset:2px}\n"
	":focus-visible{outline:3px solid var(--focus);outline-offset:2px}\n"
	":target{background:var(--mark)}\n"
	".skip{position:absolute;left:1rem;top:-4rem;padding:.5rem .75rem;background:var(--ground);border:1px solid var(--ink)}\n"
	".skip:focus{top:.5rem}\n"
	/* The box: question and answer side by side. */
	".box{border:2px solid var(--ink);padding:.5rem 1.25rem 1rem;margin:1rem 0}.box h2{border:0;margin:.25rem 0 .5rem;padding:0}\n"
	".box p{max-width:none}\n"
	".facts{display:grid;grid-template-columns:minmax(6rem,13rem) minmax(0,1fr);gap:.35rem 1.25rem;margin:.5rem 0}\n"
	".facts dt{color:var(--soft)}.facts dd{margin:0}.facts dd ul{margin:.1rem 0;padding-left:1.1rem}.facts dd li{margin:.1rem 0}\n"
	".box dt{color:var(--ink);font-weight:600}.box dd p{margin:0 0 .15rem}\n"
	"nav ul{columns:3 14rem;padding-left:1.25rem;margin:.25rem 0;max-width:none}nav li{margin:0;padding:.15rem 0;"
	"break-inside:avoid}\n"
	".question{font-weight:600}\n"
	".answers{list-style:none;padding:0}\n"
	".answers li{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;border-left:4px solid var(--line)}\n"
	".l0 li,.l1 li{border-left:8px solid var(--bar2)}.l2 li,.l3 li{border-left:6px double var(--bar2)}\n"
	".l4 li{border-left:6px dashed var(--blind)}\n"
	".note,.soft,.local{color:var(--soft)}\n"
	".hid{font-weight:400;background:var(--mark);border-radius:2px;padding:0 .1em}\n"
	".abs{color:var(--soft)}.local{font-size:.8rem}\n"
	/* Never broken: what is copied from here into a firewall must be whole. */
	".k,.j{white-space:nowrap}\n"
	"summary{cursor:pointer;color:var(--soft);font-size:.9rem;padding:.25rem 0}.unopened{display:none}\n"
	".scroll{overflow-x:auto;border:1px solid var(--line);margin:.25rem 0 1rem}\n"
	"table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.4}\n"
	"caption{text-align:left;font-weight:600;padding:.5rem .6rem}\n"
	"th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-top:1px solid var(--line);min-width:6rem}\n"
	"td{overflow-wrap:anywhere}td.w{overflow-wrap:normal}\n"
	"th{background:var(--head);font-weight:600;vertical-align:bottom}tbody th{vertical-align:top}\n"
	".level::first-letter{text-transform:uppercase}\n"
	"td.n,th.n{text-align:right;min-width:4rem;font-variant-numeric:tabular-nums}\n"
	"td.t,th.t{min-width:5.5rem;font-variant-numeric:tabular-nums}td.t span{white-space:nowrap}td.t .local{white-space:normal}\n"
	"td.i,th.i,td.m,th.m{min-width:14rem}td.p,th.p{min-width:18rem}td.w,th.w{min-width:7rem}\n"
	"figure{margin:.5rem 0 1.5rem}.narrow{max-width:60rem}\n"
	".picture{overflow-x:auto;border:1px solid var(--line);margin:.25rem 0}\n"
	".picture svg{display:block;width:100%;min-width:44rem;height:auto}\n"
	".defs{position:absolute;width:0;height:0}.sign{width:2.5rem;height:1.25rem;vertical-align:middle;"
	"border:1px solid var(--line)}\n"
	".legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;max-width:none;font-size:.9rem}"
	".legend li{margin:0}\n"
	".frame{fill:none;stroke:var(--line)}.tick{stroke:var(--line)}\n"
	"svg text{fill:var(--ink);font-size:14px}svg .small{fill:var(--soft);font-size:13px}\n"
	".b{fill:var(--bar)}.s{fill:var(--bar2)}.u,.o{fill:var(--bar3)}\n"
	".h.b{stroke:var(--bar)}.h.s{stroke:var(--bar2)}.h.u,.h.o{stroke:var(--bar3)}.h{fill:var(--ground);stroke-width:1}\n"
	".hatch{stroke:var(--blind);stroke-width:1.5}.dot{fill:var(--soft)}\n"
	".blind{fill:url(#blind);stroke:var(--blind);stroke-dasharray:4 2}.neither{fill:url(#neither)}\n"
	".covered{fill:var(--ground)}.line{fill:var(--cover)}\n"
	"@media (max-width:40rem){h3 .k,li .k,dd .k,p .k{display:inline-block;max-width:100%;white-space:normal}body{padding:0 .6rem 2rem}.facts{grid-template-columns:minmax(0,1fr);gap:0}"
	".facts dd{margin:0 0 .5rem}.box{padding:.25rem .6rem .5rem}h1{font-size:1.3rem}}\n"
	"@page{size:A4;margin:14mm 13mm}@page wide{size:A4 landscape;margin:11mm}\n"
	"@media print{:root{color-scheme:light;--ground:#fff;--ink:#000;--soft:#333;--line:#999;--head:#eee;--bar:#0b5394;"
	"--bar2:#8a3c00;--bar3:#333;--blind:#555;--cover:#000;--mark:#eee}\n"
	"html{font-size:9pt;line-height:1.4}body{max-width:none;padding:0}p,ul,ol,h1,h2,h3,footer{max-width:none}\n"
	".skip,nav{display:none}h1{margin-top:0}h2{border:0;padding:0;margin-top:1rem}h1,h2,h3,caption,summary{break-after:avoid}\n"
	":target{background:none}.box{margin:.5rem 0}\n"
	/* What is closed on the screen is printed all the same; where a browser cannot, the page says so. */
	"details::details-content{content-visibility:visible;display:block;block-size:auto}summary{list-style:none}\n"
	"@supports not selector(::details-content){details:not([open])+.unopened{display:block}}\n"
	".wide{page:wide}.next{break-before:page}.again{display:none}.whole{break-inside:avoid}\n"
	".scroll,.picture{overflow:visible;border:0}.picture svg{min-width:0}.picture,figure,tr,li,dd{break-inside:avoid}\n"
	"table{font-size:7.5pt}thead{display:table-header-group}th,td{padding:.15rem .35rem;min-width:6em}\n"
	".j{white-space:normal}td.n,th.n{min-width:3em}td.t,th.t{min-width:5.5em}td.w,th.w{min-width:6em}"
	"td.m,th.m{min-width:9em}td.i,th.i{min-width:12em}td.p,th.p{min-width:14em}\n"
	"*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t
base64(const unsigned char *bytes, size_t size, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i += 3) {
		uint32_t group = (uint32_t)bytes[i] << 16 | (i + 1 < size ? (uint32_t)bytes[i + 1] << 8 : 0) |
			(i + 2 < size ? bytes[i + 2] : 0);
		out[n++] = alphabet[group >> 18];
		out[n++] = alphabet[group >> 12 & 63];
		out[n++] = i + 1 < size ? alphabet[group >> 6 & 63] : '=';
		out[n++] = i + 2 < size ? alphabet[group & 63] : '=';
	}
	return n;
}

bool
mia__html_style_source(char out[static STYLE_SOURCE])
{
	static const char begin[] = "'sha256-";
	unsigned char hash[32];
	struct sha256 s;
	bool ok = mia__sha256_init(&s);

	ok = ok && mia__sha256_begin(&s) &&
		mia__sha256_update(&s, mia__html_style, strlen(mia__html_style)) && mia__sha256_end(&s, hash);
	mia__sha256_release(&s);
	if (!ok)
		return false;
	memcpy(out, begin, sizeof(begin) - 1);
	size_t n = sizeof(begin) - 1 + base64(hash, sizeof(hash), out + sizeof(begin) - 1);
	out[n++] = '\'';
	out[n] = '\0';
	return true;
}
