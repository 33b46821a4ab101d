/* What an error is called: by the words of glibc, on every system and in every locale. */
#include <errno.h>

#include "system/machine.h"

const char *
mia__errno_text(int code)
{
	switch (code) {
	case EPERM:
		return "Operation not permitted";
	case ENOENT:
		return "No such file or directory";
	case ESRCH:
		return "No such process";
	case EINTR:
		return "Interrupted system call";
	case EIO:
		return "Input/output error";
	case ENXIO:
		return "No such device or address";
	case E2BIG:
		return "Argument list too long";
	case ENOEXEC:
		return "Exec format error";
	case EBADF:
		return "Bad file descriptor";
	case ECHILD:
		return "No child processes";
	case EAGAIN:
#if EWOULDBLOCK != EAGAIN
	case EWOULDBLOCK:
#endif
		return "Resource temporarily unavailable";
	case ENOMEM:
		return "Cannot allocate memory";
	case EACCES:
		return "Permission denied";
	case EFAULT:
		return "Bad address";
	case EBUSY:
		return "Device or resource busy";
	case EEXIST:
		return "File exists";
	case EXDEV:
		return "Invalid cross-device link";
	case ENODEV:
		return "No such device";
	case ENOTDIR:
		return "Not a directory";
	case EISDIR:
		return "Is a directory";
	case EINVAL:
		return "Invalid argument";
	case ENFILE:
		return "Too many open files in system";
	case EMFILE:
		return "Too many open files";
	case ENOTTY:
		return "Inappropriate ioctl for device";
#ifdef ETXTBSY
	case ETXTBSY:
		return "Text file busy";
#endif
	case EFBIG:
		return "File too large";
	case ENOSPC:
		return "No space left on device";
	case ESPIPE:
		return "Illegal seek";
	case EROFS:
		return "Read-only file system";
	case EMLINK:
		return "Too many links";
	case EPIPE:
		return "Broken pipe";
	case EDOM:
		return "Numerical argument out of domain";
	case ERANGE:
		return "Numerical result out of range";
	case EDEADLK:
		return "Resource deadlock avoided";
	case ENAMETOOLONG:
		return "File name too long";
	case ENOLCK:
		return "No locks available";
	case ENOSYS:
		return "Function not implemented";
	case ENOTEMPTY:
		return "Directory not empty";
	case ELOOP:
		return "Too many levels of symbolic links";
	case EOVERFLOW:
		return "Value too large for defined data type";
	case EILSEQ:
		return "Invalid or incomplete multibyte or wide character";
	case ENOTSUP:
		return "Operation not supported";
	case ETIMEDOUT:
		return "Connection timed out";
	case ECONNREFUSED:
		return "Connection refused";
	case ENOTCONN:
		return "Transport endpoint is not connected";
	case ECONNRESET:
		return "Connection reset by peer";
	case ENOBUFS:
		return "No buffer space available";
	case EPROTO:
		return "Protocol error";
#ifdef EHOSTDOWN
	case EHOSTDOWN:
		return "Host is down";
#endif
	case EHOSTUNREACH:
		return "No route to host";
	case ENETDOWN:
		return "Network is down";
	case ENETUNREACH:
		return "Network is unreachable";
#ifdef ESTALE
	case ESTALE:
		return "Stale file handle";
#endif
#ifdef EDQUOT
	case EDQUOT:
		return "Disk quota exceeded";
#endif
#ifdef EREMOTE
	case EREMOTE:
		return "Object is remote";
#endif
	case ECANCELED:
		return "Operation canceled";
#ifdef ENOTBLK
	case ENOTBLK:
		return "Block device required";
#endif
	default:
		return "system error";
	}
}
