# a circle of three that pays attention to a fourth
ann bob
bob cat
cat ann
ann dan
bob dan
eve fay
