#include <libusb.h>  // USB devices from user space: descriptors, claims, interrupt transfers, hot plug
