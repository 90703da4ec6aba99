# Evaluations the package cmaes 0.9.1 needs to reach 1e-8: the figures in CmaTest. Run by hand: /usr/bin/python3 cma.py
import numpy as np, cmaes
def sphere(x): return float(np.sum(x*x))
def elli(x): d=len(x); return float(np.sum(10**(6*np.arange(d)/(d-1))*x*x))
def rosen(x): return float(np.sum(100*(x[1:]-x[:-1]**2)**2+(1-x[:-1])**2))
for name,f,d in [("sphere",sphere,10),("ellipsoid",elli,10),("rosenbrock",rosen,10)]:
    r=[]
    for seed in range(21):
        # cube [0,1] stands for [-5,5]; start at x=3 (0.8) for quadratics, -1 (0.4) for rosenbrock
        s=0.8 if name!="rosenbrock" else 0.4
        o=cmaes.CMA(mean=np.full(d,s),sigma=0.2,seed=seed+1,bounds=np.array([[0,1]]*d),population_size=10)
        n=0;best=1e9
        while n<40000 and best>1e-8:
            sol=[]
            for _ in range(o.population_size):
                u=o.ask();v=f(10*u-5);n+=1;best=min(best,v);sol.append((u,v))
                if best<=1e-8: break
            if best>1e-8:o.tell(sol)
        r.append(n if best<=1e-8 else 10**9)
    print(name,sorted(r)[10],sorted(r)[0],sorted(r)[-1], sum(v<10**9 for v in r))
for name,f,d in [("sepelli",elli,20)]:
    r=[]
    for seed in range(21):
        o=cmaes.SepCMA(mean=np.full(d,.8),sigma=0.2,seed=seed+1,bounds=np.array([[0,1]]*d),population_size=12)
        n=0;best=1e9
        while n<40000 and best>1e-8:
            sol=[]
            for _ in range(o.population_size):
                u=o.ask();v=f(10*u-5);n+=1;best=min(best,v);sol.append((u,v))
                if best<=1e-8: break
            if best>1e-8:o.tell(sol)
        r.append(n if best<=1e-8 else 10**9)
    print(name,sorted(r)[10],sorted(r)[0],sorted(r)[-1], sum(v<10**9 for v in r))
