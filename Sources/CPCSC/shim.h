#include <winscard.h>  // the resource manager: readers, cards, APDUs
#include <reader.h>    // a reader's own attributes and commands, PC/SC part 10

// Macros of macros and of addresses, which Swift does not import.
static const DWORD anyProtocol = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
static const DWORD longestExtendedAPDU = MAX_BUFFER_SIZE_EXTENDED;
static const DWORD featureRequest = CM_IOCTL_GET_FEATURE_REQUEST;
static const DWORD vendorName = SCARD_ATTR_VENDOR_NAME;
static const DWORD readerSerialNumber = SCARD_ATTR_VENDOR_IFD_SERIAL_NO;
static inline const SCARD_IO_REQUEST *requestT0(void) { return SCARD_PCI_T0; }
static inline const SCARD_IO_REQUEST *requestT1(void) { return SCARD_PCI_T1; }
