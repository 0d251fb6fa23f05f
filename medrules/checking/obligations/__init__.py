"""The obligations, one file each: judged on a situation whose rule applies."""
