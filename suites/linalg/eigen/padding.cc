// Linked in front of the objects, so that a replica has the same code at other addresses.
#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)
__asm__(".pushsection .text\n.skip " TEXT(ASSAY_PADDING) "\n.popsection");
